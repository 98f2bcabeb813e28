import { expect, test } from 'vitest';
import { endOf, parseZonedText, toZonedText } from './silence-ends.ts';

test('tomorrow morning is eight o’clock by the clocks of the reader, on the night of a change too', () => {
  // The clocks of Oslo are put back in the night to 25 October 2026.
  const evening = Date.UTC(2026, 9, 24, 20);
  expect(endOf('morning', evening, 'Europe/Oslo')).toBe(Date.UTC(2026, 9, 25, 7));
  expect(endOf('morning', evening, 'UTC')).toBe(Date.UTC(2026, 9, 25, 8));
  // In Tokyo it is tomorrow already.
  expect(endOf('morning', evening, 'Asia/Tokyo')).toBe(Date.UTC(2026, 9, 25, 23));
});

test('the other spans count from now', () => {
  expect((['30m', '2h', '8h', '1d'] as const).map((span) => endOf(span, 1_000, 'UTC') - 1_000)).toEqual([
    1_800_000, 7_200_000, 28_800_000, 86_400_000,
  ]);
});

test('a field is the moment of its zone', () => {
  const at = Date.UTC(2026, 10, 23, 8, 15);
  expect(toZonedText(at, 'America/New_York')).toBe('2026-11-23T03:15');
  expect(parseZonedText('2026-11-23T03:15', 'America/New_York')).toBe(at);
  expect(parseZonedText('', 'America/New_York')).toBeUndefined();
});
