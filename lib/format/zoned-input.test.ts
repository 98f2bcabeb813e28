import { expect, test } from 'vitest';
import { toInstants, toWallTime } from '../alerting/zone-time.ts';
import { nextMorning, parseInputText, toInputText } from './zoned-input.ts';

test('a field shows what clocks of the zone show, and is read back to the same minute', () => {
  const at = Date.UTC(2026, 6, 1, 23, 30, 12);
  const text = toInputText(at, (instant) => toWallTime(instant, 'Asia/Kolkata'));
  expect(text).toBe('2026-07-02T05:00');
  expect(toInstants(parseInputText(text) ?? 0, 'Asia/Kolkata').first).toBe(Date.UTC(2026, 6, 1, 23, 30));
});

test.each(['', '2026-11-23', '2026-13-01T00:00', '2026-02-30T00:00', '2026-11-23T24:00', 'x2026-11-23T08:00'])(
  '%j is no date and time',
  (text) => expect(parseInputText(text)).toBeUndefined(),
);

test('the next morning is that of the day after, whatever the hour', () => {
  const morning = Date.UTC(2026, 10, 24, 8);
  expect(nextMorning(Date.UTC(2026, 10, 23, 0, 0), 8)).toBe(morning);
  expect(nextMorning(Date.UTC(2026, 10, 23, 23, 59), 8)).toBe(morning);
});
