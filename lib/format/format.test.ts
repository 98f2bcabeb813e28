import { describe, expect, test } from 'vitest';
import { formatBytes } from './format-bytes.ts';
import { formatCount } from './format-count.ts';
import { formatAge, formatDuration } from './format-duration.ts';

describe('duration', () => {
  test.each<[number | null | undefined, string]>([
    [0, '0ms'],
    [84.6, '85ms'],
    [999.4, '999ms'],
    [999.6, '1s'],
    [1_440, '1.4s'],
    [9_949, '9.9s'],
    [9_950, '10s'],
    [59_999, '1m'],
    [60_000, '1m'],
    [725_000, '12m 5s'],
    [3_600_000, '1h'],
    [12_000_000, '3h 20m'],
    [187_200_000, '2d 4h'],
    [-1, '—'],
    [Number.NaN, '—'],
    [Number.POSITIVE_INFINITY, '—'],
    [null, '—'],
    [undefined, '—'],
  ])('%s ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('age', () => {
  const now = 1_000_000_000_000;
  test.each<[number | null | undefined, string]>([
    [now, '0s'],
    [now - 999, '0s'],
    [now - 59_999, '59s'],
    [now - 60_000, '1m'],
    [now - 3_599_999, '59m'],
    [now - 3_660_000, '1h 1m'],
    [now - 90_000_000, '1d 1h'],
    [now + 5_000, '0s'],
    [now + 5_001, '—'],
    [Number.NaN, '—'],
    [null, '—'],
    [undefined, '—'],
  ])('a moment at %s is %s old', (at, text) => {
    expect(formatAge(at, now)).toBe(text);
  });
});

describe('bytes', () => {
  test.each<[number | null | undefined, string]>([
    [0, '0 B'],
    [1_023, '1,023 B'],
    [1_024, '1 KiB'],
    [1_536, '1.5 KiB'],
    [1_048_575, '1 MiB'],
    [20 * 1_024 ** 3, '20 GiB'],
    [1_024 ** 6, '1,024 PiB'],
    [-1, '—'],
    [Number.NaN, '—'],
    [undefined, '—'],
  ])('%s bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

test('a count has separators and no fraction', () => {
  expect(formatCount(25_000)).toBe('25,000');
  expect(formatCount(0)).toBe('0');
  expect(formatCount(Number.NaN)).toBe('—');
  expect(formatCount(null)).toBe('—');
});
