import { describe, expect, it } from 'vitest';
import { translateFor } from '#lib/i18n/translate.ts';
import type { ApiEvent } from '#lib/model/api/events.ts';
import { allFleetEventKinds } from '#lib/model/fleet-event.ts';
import { eventFacts, kindKey } from './event-facts.ts';

const event = (kind: string, detail: ApiEvent['detail']): ApiEvent => ({
  id: 1,
  host: 'hv01',
  collector: 'power',
  vmId: null,
  vm: null,
  vmKnown: false,
  kind,
  severity: 'info',
  at: 0,
  seenAt: 0,
  detail,
});
const t = translateFor('en');
const said = (kind: string, detail: ApiEvent['detail'] = {}) =>
  eventFacts(event(kind, detail), 'en').map((fact) => ('text' in fact ? `"${fact.text}"` : t.message(fact.message)));

describe('what an event says', () => {
  it.each([
    ['turned-off', { eventId: 18_502, channel: 'x' }, ['its guest was not asked', 'event 18502']],
    ['guest-crashed', { codes: ['0x0', '0x1'], linuxPanic: true }, ['a Linux panic', 'codes 0x0 0x1']],
    ['placed', { from: 'hv01', to: 'hv02', keptRunning: true, notBefore: 1 }, ['hv01 → hv02', 'kept running']],
    ['migration-finished', { source: 'log', blackoutSeconds: 0.5 }, ['blackout 500ms']],
    ['guest-crashed', { codes: ['\u202e1', 'x'.repeat(100)] }, [`codes ⟨U+202E⟩1 ${'x'.repeat(77)}…`]],
    ['placed', { from: '\u202e', to: 'hv02' }, ['⟨U+202E⟩ → hv02']],
    ['migration-failed', { destination: 'HV02', reason: '<b>no</b>' }, ['to HV02', '"<b>no</b>"']],
    ['disk-resized', { fromBytes: 1_073_741_824, toBytes: 2_147_483_648, path: 'C:\\a.vhdx' }, ['1 GiB → 2 GiB', '"C:\\a.vhdx"']],
    ['shut-down-by-guest', { reason: '0', eventId: 18_508 }, ['event 18508']],
    ['log-rolled-over', { channel: 'VMMS', missed: 7 }, ['"VMMS"', '7 records were not read']],
    ['log-reset', {}, ['how many records were not read is not known']],
    ['something-new', { reason: '' }, []],
  ] as const)('%s', (kind, detail, expected) => {
    expect(said(kind, detail as ApiEvent['detail'])).toEqual(expected);
  });

  it('has a name for every kind', () => {
    expect(new Set(allFleetEventKinds.map((kind) => t(kindKey(kind)))).size).toBe(allFleetEventKinds.length);
    expect(kindKey('__proto__')).toBe('event.kind.unknown');
  });
});
