import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeTicks, zoneOffsetMs } from './time-ticks.ts';

const at = (text: string) => Date.parse(text);
const isoOf = (from: string, to: string, count: number, zone: string) =>
  timeTicks(at(from), at(to), count, zone).map(({ time }) => new Date(time).toISOString().slice(5, 16));

test('marks are round by the clock of the reader, not by UTC', () => {
  expect(isoOf('2026-11-23T00:10:00Z', '2026-11-23T04:00:00Z', 4, 'Asia/Kathmandu')).toEqual([
    '11-23T00:15',
    '11-23T01:15',
    '11-23T02:15',
    '11-23T03:15',
  ]);
});

test('days begin at midnight of the zone, also where one has 25 hours', () => {
  const ticks = timeTicks(at('2026-10-24T00:00:00Z'), at('2026-10-27T00:00:00Z'), 4, 'Europe/Berlin');
  expect(ticks.map(({ time }) => new Date(time).toISOString())).toEqual([
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
    '2026-10-26T23:00:00.000Z',
  ]);
  expect(ticks.every(({ isDay }) => isDay)).toBe(true);
});

test('the offset of a zone is known at any moment', () => {
  expect(zoneOffsetMs(at('2026-07-01T12:00:00Z'), 'America/New_York') / 3_600_000).toBe(-4);
  expect(zoneOffsetMs(at('2026-01-01T12:00:00Z'), 'America/New_York') / 3_600_000).toBe(-5);
});

test('marks lie in the span, in order, and are not too many', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Apia');
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_900_000_000_000 }),
      fc.integer({ min: 300_000, max: 10 ** 11 }),
      fc.integer({ min: 1, max: 20 }),
      zones,
      (from, span, count, zone) => {
        const times = timeTicks(from, from + span, count, zone).map(({ time }) => time);
        expect(times.length).toBeLessThanOrEqual(count + 1);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(times.every((time) => time >= from && time <= from + span)).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});
