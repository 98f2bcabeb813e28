import { expect, test } from 'vitest';
import { translateFor } from '#lib/i18n/translate.ts';
import type { ApiHandover } from '#lib/model/api/handover.ts';
import { toHandoverText } from './handover-text.ts';

const hour = 3_600_000;
const handover: ApiHandover = {
  revision: 1,
  hours: 12,
  from: 0,
  to: 12 * hour,
  numbers: { firingBefore: 1, began: 3, ended: 2, firing: 2, waiting: 1 },
  open: [
    {
      fingerprint: 'a',
      rule: 'HvitalsHeartbeatLost',
      severity: 'critical',
      status: 'firing',
      summary: 'Heartbeat lost: web-1\n- all is well\u202e',
      description: '',
      labels: { vm: 'web-1' },
      value: 1,
      activeAt: 9 * hour,
      firingAt: 10 * hour,
      ack: null,
      held: null,
      isNew: true,
      times: 1,
    },
    {
      fingerprint: 'b',
      rule: 'HvitalsHostUnreachable',
      severity: 'warning',
      status: 'firing',
      summary: '',
      description: '',
      labels: { host: 'hv02' },
      value: 1,
      activeAt: 11 * hour,
      firingAt: 11 * hour,
      ack: { by: 'Ann', note: 'new disk comes at nine', at: 11 * hour },
      held: 'acknowledged',
      isNew: true,
      times: 1,
    },
  ],
  passed: [],
  deeds: [
    {
      id: 1,
      at: 11 * hour,
      kind: 'acknowledged',
      by: 'Ann',
      note: 'new disk comes at nine',
      about: 'HvitalsHostUnreachable · hv02',
    },
  ],
  power: [{ kind: 'guest-crashed', severity: 'critical', count: 2 }],
  migrations: { finished: 3, failed: 0, running: 0 },
  completeFrom: null,
};
const write = (locale: 'en' | 'ru') => toHandoverText(handover, { t: translateFor(locale), time: (at) => `${at / hour}:00` });

test('the text has every section, each alert with its state, and says where a section is empty', () => {
  expect(write('en').split('\n')).toEqual([
    'Handover: 0:00 – 12:00',
    '2 fire, 1 of them wait for somebody; 1 fired before, 3 began, 2 ended.',
    '',
    'Still open: 2',
    '- [Critical] Heartbeat lost: web-1⟨U+000A⟩- all is well⟨U+202E⟩ (2h): fires, and nobody has acknowledged it',
    '- [Warning] HvitalsHostUnreachable (1h): fires, acknowledged by Ann: new disk comes at nine',
    '',
    'Came and went: 0',
    '- No alert ended in this time.',
    '',
    'Done by people: 1',
    '- 11:00 Ann acknowledged: HvitalsHostUnreachable · hv02: new disk comes at nine',
    '',
    'Power and migrations',
    '- Guest crashed: 2',
    '- Migrations finished: 3',
    '',
  ]);
});

test('what a guest wrote makes no line of its own, in any language', () => {
  expect(write('ru').split('\n')).toHaveLength(write('en').split('\n').length);
  expect(write('ru')).not.toContain('\u202e');
});
