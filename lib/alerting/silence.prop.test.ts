import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Matcher, matches } from './matcher.ts';
import { placedLabels } from './placed-labels.ts';
import { endSilence, refuseSilence, type Silence, type SilenceDraft, silenceState, silencesOf } from './silence.ts';

const hour = 3_600_000;
const now = Date.UTC(2026, 0, 1, 12);
const matcher: fc.Arbitrary<Matcher> = fc.record({
  name: fc.constantFrom('alertname', 'host', 'vm'),
  op: fc.constantFrom('=', '!=', '=~', '!~'),
  value: fc.constantFrom('', 'a', 'b', 'a|b', '.*'),
});
const labels = fc.dictionary(fc.constantFrom('alertname', 'host', 'vm'), fc.constantFrom('', 'a', 'b', 'c'));
const time = fc.integer({ min: now - 5 * hour, max: now + 5 * hour });
const silence: fc.Arbitrary<Silence> = fc
  .record({ matchers: fc.array(matcher, { maxLength: 3 }), startsAt: time, length: fc.integer({ min: 1, max: 5 * hour }) })
  .map(({ matchers, startsAt, length }) => ({
    ...{ id: 's', matchers, startsAt, endsAt: startsAt + length, createdBy: 'Ann', comment: 'disks', createdAt: startsAt },
  }));
const draft: SilenceDraft = {
  matchers: [{ name: 'host', op: '=', value: 'hv01' }],
  startsAt: now,
  endsAt: now + hour,
  createdBy: 'Ann',
  comment: 'disks',
};

describe('a silence', () => {
  it('is pending, then active, then expired, and never goes back while time goes on', () => {
    const order = { pending: 0, active: 1, expired: 2 } as const;
    fc.assert(
      fc.property(silence, time, time, (one, left, right) => {
        const states = [left, right].toSorted((a, b) => a - b).map((at) => order[silenceState(one, at)]);
        expect(states).toEqual(states.toSorted());
        expect(silenceState(one, one.startsAt)).toBe('active');
        expect(silenceState(one, one.endsAt)).toBe('expired');
      }),
    );
  });

  it('hits an alert where it is active and all its matchers hold', () => {
    fc.assert(
      fc.property(fc.array(silence, { maxLength: 5 }), labels, time, (silences, of, at) => {
        const expected = silences.filter(
          ({ matchers, startsAt, endsAt }) => startsAt <= at && at < endsAt && matchers.every((one) => matches([one], of)),
        );
        expect(silencesOf(silences, of, at)).toEqual(expected);
      }),
    );
  });

  it('that is ended hits nothing from then on, and has no other time before', () => {
    fc.assert(
      fc.property(silence, time, time, (one, end, at) => {
        const ended = endSilence(one, end);
        if (at >= end) expect(silenceState(ended, at)).toBe('expired');
        else expect(silenceState(ended, at) === 'active').toBe(silenceState(one, at) === 'active');
      }),
    );
  });

  it('is held against the place of the alert too, and the labels of the alert come first', () => {
    const place = { host: 'hv01', targetLabels: { site: 'oslo', vm: 'x' } };
    expect(placedLabels({ vm: 'web', alertname: 'Lost' }, place)).toEqual({
      site: 'oslo',
      host: 'hv01',
      vm: 'web',
      alertname: 'Lost',
    });
    expect(placedLabels({ host: 'hv02' }, place)).toMatchObject({ host: 'hv02' });
    expect(placedLabels({ vm: 'web' }, {})).toEqual({ vm: 'web' });
  });
});

it.each<[Partial<SilenceDraft>, readonly string[]]>([
  [{}, []],
  [{ startsAt: now - hour }, []],
  [{ startsAt: now + 10 * hour, endsAt: now + 11 * hour }, []],
  [{ matchers: [] }, ['no-matcher']],
  [{ matchers: [{ name: 'host', op: '=~', value: '(' }] }, ['bad-matcher']],
  [{ matchers: [{ name: 'no name', op: '=', value: 'a' }] }, ['bad-matcher']],
  [{ endsAt: now }, ['ends-before-start']],
  [{ endsAt: now - hour }, ['ends-before-start']],
  [{ startsAt: now - 2 * hour, endsAt: now - hour }, ['ends-in-past']],
  [{ endsAt: Number.NaN }, ['bad-time']],
  [{ createdBy: ' ', comment: '' }, ['no-author', 'no-comment']],
  [{ matchers: [{ name: 'alertname', op: '=~', value: '.+' }] }, ['matches-everything']],
  [{ matchers: [{ name: 'alertname', op: '=~', value: '.+' }], confirmed: true }, []],
  [{ matchers: [{ name: 'alertname', op: '=~', value: '.+' }], confirmed: true, endsAt: now }, ['ends-before-start']],
])('a draft with %j is refused for %j', (changes, reasons) => {
  expect(refuseSilence({ ...draft, ...changes }, now)).toEqual(reasons);
});
