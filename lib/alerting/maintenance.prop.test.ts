import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drainedHosts, type MaintenanceSchedule, maintenanceSchedule, nextOpening, openingAt, windowsOf } from './maintenance.ts';
import { isTimeZone, toInstants, toWallTime } from './zone-time.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
// Half hours, a zone that skips midnight, one that changes by half an hour, one far east, and one without any change.
const zones = [
  'Europe/Oslo',
  'America/New_York',
  'America/St_Johns',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kolkata',
  'UTC',
];
const zone = fc.constantFrom(...zones);
/** Days around which clocks of these zones are changed. */
const changes = ['03-08', '03-29', '04-05', '04-24', '10-04', '10-25', '10-30', '11-01'].map((text) =>
  Date.parse(`2026-${text}T00:00Z`),
);
/** Any minute of two years, and as often one near a change. */
const instant = fc.oneof(
  fc.integer({ min: Date.UTC(2025, 0, 1) / minute, max: Date.UTC(2027, 0, 1) / minute }).map((at) => at * minute),
  fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -2_880, max: 2_880 })).map(([at, minutes]) => at + minutes * minute),
);
type Weekly = Extract<MaintenanceSchedule, { kind: 'weekly' }>;
const weekly: fc.Arbitrary<Weekly> = fc.record({
  kind: fc.constant('weekly' as const),
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  start: fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '30'))
    .map(([h, m]) => `${String(h).padStart(2, '0')}:${m}`),
  durationMinutes: fc.integer({ min: 1, max: 1_440 }),
  zone,
});

const oslo = (text: string) => Date.parse(`${text}Z`);
const schedule = (parts: Partial<Weekly>): Weekly => ({
  ...{ kind: 'weekly', weekdays: [7], start: '02:00', durationMinutes: 60, zone: 'Europe/Oslo' },
  ...parts,
});
const opening = (parts: Partial<Weekly>, at: string) => {
  const found = nextOpening(schedule(parts), oslo(at));
  return found === undefined ? undefined : [new Date(found.startsAt).toISOString(), new Date(found.endsAt).toISOString()];
};

describe('a weekly window', () => {
  it('opens at its time of day in its zone, in summer and in winter', () => {
    expect(opening({}, '2026-01-01T00:00')).toEqual(['2026-01-04T01:00:00.000Z', '2026-01-04T02:00:00.000Z']);
    expect(opening({}, '2026-07-01T00:00')).toEqual(['2026-07-05T00:00:00.000Z', '2026-07-05T01:00:00.000Z']);
  });

  it('that begins while clocks are put forward opens after that, and is as long as ever', () => {
    // 02:30 does not exist on 29 March 2026; the change is at 01:00 UTC.
    expect(opening({ start: '02:30' }, '2026-03-28T00:00')).toEqual(['2026-03-29T01:30:00.000Z', '2026-03-29T02:30:00.000Z']);
  });

  it('over the hour that comes twice holds both', () => {
    // 02:00 to 03:00 is there twice on 25 October 2026, from 00:00 UTC to 02:00 UTC.
    expect(opening({}, '2026-10-24T00:00')).toEqual(['2026-10-25T00:00:00.000Z', '2026-10-25T02:00:00.000Z']);
    expect(opening({ start: '01:30' }, '2026-10-24T00:00')).toEqual(['2026-10-24T23:30:00.000Z', '2026-10-25T01:30:00.000Z']);
  });

  it('over midnight belongs to the day on which it opens', () => {
    const night = schedule({ weekdays: [5], start: '22:00', durationMinutes: 480 });
    expect(openingAt(night, oslo('2026-01-03T04:00'))).toBeDefined();
    expect(openingAt(night, oslo('2026-01-03T05:00'))).toBeUndefined();
    expect(openingAt(night, oslo('2026-01-02T04:00'))).toBeUndefined();
  });

  it('is open whenever a clock on the wall shows a time within it', () => {
    fc.assert(
      fc.property(weekly, instant, (one, now) => {
        const wall = toWallTime(now, one.zone);
        const [hours = 0, minutes = 0] = one.start.split(':').map(Number);
        const shown = [0, 1].some((daysBack) => {
          const midnight = Math.floor(wall / day) * day - daysBack * day;
          const since = wall - midnight - (hours * 60 + minutes) * minute;
          const isDay = one.weekdays.includes(new Date(midnight).getUTCDay() || 7);
          // Where its beginning is skipped, it opens later than the wall says.
          const begins = toInstants(midnight + (hours * 60 + minutes) * minute, one.zone).first;
          return isDay && since >= 0 && since < one.durationMinutes * minute && now >= begins;
        });
        if (shown) expect(openingAt(one, now)).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });

  it('lasts as long as it says, and longer only by what clocks are put back; it opens once per day that it names', () => {
    fc.assert(
      fc.property(weekly, instant, (one, now) => {
        const next = nextOpening(one, now);
        expect(next).toBeDefined();
        if (next === undefined) return;
        const length = next.endsAt - next.startsAt;
        expect(length).toBeGreaterThanOrEqual(one.durationMinutes * minute);
        expect(length).toBeLessThanOrEqual(one.durationMinutes * minute + hour);
        expect(next.startsAt - now).toBeLessThanOrEqual(7 * day + 2 * hour);
        expect(openingAt(one, next.startsAt)).toBeDefined();
        expect(openingAt(one, next.endsAt - 1)).toBeDefined();
        const after = nextOpening(one, next.startsAt);
        expect(after && after.startsAt - next.startsAt).toBeGreaterThanOrEqual(day - 2 * hour);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the time of a zone', () => {
  it('that clocks show leads back to the instant', () => {
    fc.assert(
      fc.property(instant, zone, (now, of) => {
        const { first, last } = toInstants(toWallTime(now, of), of);
        expect([first, last]).toContain(now);
        expect(first).toBeLessThanOrEqual(last);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused where nobody knows the zone', () => {
    expect(['Europe/Oslo', 'UTC', 'Europe/Osl', '', '../etc'].map(isTimeZone)).toEqual([true, true, false, false, false]);
    expect(() => toWallTime(0, 'Mars/Olympus')).toThrow(RangeError);
  });
});

it('a window for once is open from its beginning up to its end', () => {
  const once: MaintenanceSchedule = { kind: 'once', startsAt: 1_000, endsAt: 2_000 };
  expect([999, 1_000, 1_999, 2_000].map((now) => openingAt(once, now) !== undefined)).toEqual([false, true, true, false]);
  expect(nextOpening(once, 999)).toEqual({ startsAt: 1_000, endsAt: 2_000 });
  expect(nextOpening(once, 1_000)).toBeUndefined();
});

it('a window hits the alerts that all its matchers hold for', () => {
  const window = {
    id: 'w',
    name: 'disks',
    matchers: [{ name: 'host', op: '=' as const, value: 'hv01' }],
    schedule: schedule({ weekdays: [1, 2, 3, 4, 5, 6, 7], durationMinutes: 1_440 }),
  };
  expect(windowsOf([window], { host: 'hv01' }, 0)).toEqual([window]);
  expect(windowsOf([window], { host: 'hv02' }, 0)).toEqual([]);
});

it.each([
  { kind: 'once', startsAt: 2, endsAt: 2 },
  { ...schedule({}), weekdays: [] },
  { ...schedule({}), weekdays: [0] },
  { ...schedule({}), start: '24:00' },
  { ...schedule({}), durationMinutes: 0 },
  { ...schedule({}), zone: 'Europe/Osl' },
  { ...schedule({}), month: 1 },
  { kind: 'sometimes' },
])('%j is no schedule', (value) => {
  expect(maintenanceSchedule.safeParse(value).success).toBe(false);
  expect(maintenanceSchedule.safeParse(schedule({})).success).toBe(true);
});

it('hosts that are paused or draining are under maintenance', () => {
  const of = (metric: string, host: string, state: string, value: number) => ({ metric, labels: { host, state }, value });
  const samples = [
    of('hvitals_host_cluster_node_state', 'paused', 'paused', 1),
    of('hvitals_host_cluster_node_state', 'up', 'paused', 0),
    of('hvitals_host_cluster_node_state', 'up', 'up', 1),
    of('hvitals_host_cluster_node_drain', 'draining', 'in-progress', 1),
    of('hvitals_host_cluster_node_drain', 'failed', 'failed', 1),
    of('hvitals_host_cluster_node_drain', 'back', 'done', 1),
  ];
  expect([...drainedHosts((metric) => samples.filter((sample) => sample.metric === metric))]).toEqual(['paused', 'draining']);
});
