import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlertToTell, type Circumstances, decideNotification } from './decide-notification.ts';
import { hostUnreachableRule } from './inhibit.ts';

const calm: Circumstances = { silences: [], windows: [], drained: new Set(), unreachable: new Set(), now: 1_000 };
const alertOf = (changes: Partial<AlertToTell> = {}): AlertToTell => ({
  ...{
    rule: 'HvitalsHeartbeatLost',
    status: 'firing',
    placed: { vm: 'web', host: 'hv01' },
    isAcknowledged: false,
    told: undefined,
  },
  ...changes,
});
const hits = { id: 'a', matchers: [{ name: 'vm', op: '=' as const, value: 'web' }], startsAt: 0, endsAt: 2_000 };
const misses = { ...hits, id: 'b', matchers: [{ name: 'vm', op: '=' as const, value: 'db' }] };
const window = { id: 'w', matchers: hits.matchers, schedule: { kind: 'once' as const, startsAt: 0, endsAt: 2_000 } };
const hv01 = new Set(['hv01']);

describe('one alert', () => {
  it.each<[string, Partial<AlertToTell>, Partial<Circumstances>, object]>([
    ['that fires is told', {}, {}, { reason: 'notify', tell: 'firing' }],
    ['that was told is not told again', { told: 'firing' }, {}, { reason: 'unchanged' }],
    ['that is pending is not told', { status: 'pending' }, {}, { reason: 'unchanged' }],
    ['that ended after it was told is told', { status: 'resolved', told: 'firing' }, {}, { reason: 'notify', tell: 'resolved' }],
    ['that ended untold is not told', { status: 'resolved' }, {}, { reason: 'unchanged' }],
    ['that fires once more is told', { told: 'resolved' }, {}, { reason: 'notify', tell: 'firing' }],
    ['is silenced', {}, { silences: [misses, hits] }, { reason: 'silenced', silences: ['a'] }],
    ['is told after the silence', {}, { silences: [hits], now: 2_000 }, { reason: 'notify', tell: 'firing' }],
    ['is under maintenance', {}, { windows: [window] }, { reason: 'maintenance', windows: ['w'], drainedHost: undefined }],
    ['is on a drained host', {}, { drained: hv01 }, { reason: 'maintenance', windows: [], drainedHost: 'hv01' }],
    ['is acknowledged', { isAcknowledged: true }, {}, { reason: 'acknowledged' }],
    ['is on a host out of reach', {}, { unreachable: hv01 }, { reason: 'inhibited', host: 'hv01' }],
    ['is of that host itself', { rule: hostUnreachableRule }, { unreachable: hv01 }, { reason: 'notify', tell: 'firing' }],
    [
      'that ended in a silence is told even so',
      { status: 'resolved', told: 'firing' },
      { silences: [hits] },
      { reason: 'notify', tell: 'resolved' },
    ],
  ])('%s', (_, alert, circumstances, decision) => {
    expect(decideNotification(alertOf(alert), { ...calm, ...circumstances })).toEqual(decision);
  });
});

const circumstances = fc
  .record({ silenced: fc.boolean(), maintained: fc.boolean(), drained: fc.boolean(), unreachable: fc.boolean() })
  .map(
    ({ silenced, maintained, drained, unreachable }): Circumstances => ({
      ...calm,
      silences: silenced ? [hits, misses] : [misses],
      windows: maintained ? [window] : [],
      drained: drained ? hv01 : new Set(),
      unreachable: unreachable ? hv01 : new Set(),
    }),
  );

it('is told exactly where nothing holds it back, and the reason is one that holds', () => {
  fc.assert(
    fc.property(circumstances, fc.boolean(), (at, isAcknowledged) => {
      const { reason } = decideNotification(alertOf({ isAcknowledged }), at);
      const holding = [
        ...(at.silences.length > 1 ? ['silenced'] : []),
        ...(at.windows.length > 0 || at.drained.size > 0 ? ['maintenance'] : []),
        ...(isAcknowledged ? ['acknowledged'] : []),
        ...(at.unreachable.size > 0 ? ['inhibited'] : []),
      ];
      expect(reason).toBe(holding[0] ?? 'notify');
    }),
  );
});

it('over any story receivers hear firing and resolved in turn, and never keep an alert that has ended', () => {
  const moment = fc.record({
    status: fc.constantFrom('pending', 'firing', 'resolved'),
    isAcknowledged: fc.boolean(),
    at: circumstances,
  });
  fc.assert(
    fc.property(fc.array(moment, { maxLength: 30 }), (story) => {
      const heard: string[] = [];
      let told: AlertToTell['told'];
      for (const { status, isAcknowledged, at } of story) {
        const decision = decideNotification(alertOf({ status, isAcknowledged, told }), at);
        if (decision.reason === 'notify') {
          heard.push(decision.tell);
          told = decision.tell;
        }
        if (status === 'resolved') expect(told).not.toBe('firing');
        if (status === 'firing' && at.silences.length === 1 && decision.reason === 'unchanged') expect(told).toBe('firing');
      }
      expect(heard).toEqual(heard.map((_, index) => (index % 2 === 0 ? 'firing' : 'resolved')));
    }),
  );
});
