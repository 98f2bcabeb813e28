import { expect, test } from 'vitest';
import { dayWord, groupByDay } from './event-days.ts';
import { toEventTime } from './event-time.ts';

const hour = 3_600_000;
const midnight = Date.UTC(2026, 9, 25);
const events = [midnight + 2 * hour, midnight, midnight - 1, midnight - 25 * hour].map((at) => ({ at }));
const daysIn = (timeZone: string) =>
  groupByDay(events, toEventTime('en', timeZone).dayOf).map((one) => [one.day, one.events.length]);

test('days are those of the reader’s zone', () => {
  expect(daysIn('UTC')).toEqual([
    ['2026-10-25', 2],
    ['2026-10-24', 1],
    ['2026-10-23', 1],
  ]);
  expect(daysIn('Pacific/Honolulu')).toEqual([
    ['2026-10-24', 3],
    ['2026-10-23', 1],
  ]);
});

test('yesterday is the day before, however long it was', () => {
  expect(dayWord('2026-10-25', '2026-10-25')).toBe('today');
  expect(dayWord('2026-10-25', '2026-10-26')).toBe('yesterday');
  expect(dayWord('2025-12-31', '2026-01-01')).toBe('yesterday');
  expect(dayWord('2026-10-27', '2026-10-26')).toBeUndefined();
  expect(dayWord('2026-10-24', '2026-10-26')).toBeUndefined();
});

test('moments are written in the zone, and one that no calendar has is missing', () => {
  const time = toEventTime('en', 'Europe/Berlin');
  expect(time.clock(midnight)).toBe('02:00:00');
  expect(time.date('2026-10-25')).toBe('Sunday, October 25, 2026');
  for (const at of [Number.NaN, 9e15]) expect([time.clock(at), time.dayOf(at)]).toEqual(['—', '']);
  expect(time.date('')).toBe('—');
  expect(dayWord('', '2026-10-25')).toBeUndefined();
});
