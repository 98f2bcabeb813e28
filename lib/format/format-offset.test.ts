import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatMagnitude, formatOffset, formatOffsetAndBound } from './format-offset.ts';

describe('an offset', () => {
  test.each<[number | null | undefined, string]>([
    [3.4e-4, '+340 µs'],
    [-1.52, '−1.52 s'],
    [40, '+40.0 s'],
    [-0.0123, '−12.3 ms'],
    [4e-7, '+0.400 µs'],
    [9.994e-4, '+999 µs'],
    [9.996e-4, '+1.00 ms'],
    [0.9996, '+1.00 s'],
    [119.4, '+119 s'],
    [120, '+2.00 min'],
    [-10_800, '−3.00 h'],
    [172_800, '+2.00 d'],
    [1e9, '+11,600 d'],
    [0, '±0 µs'],
    [-0, '±0 µs'],
    [1e-10, '±0 µs'],
    [Number.NaN, '—'],
    [Number.NEGATIVE_INFINITY, '—'],
    [null, '—'],
    [undefined, '—'],
  ])('of %s s is %s', (seconds, text) => {
    expect(formatOffset(seconds)).toBe(text);
  });

  test('is written by the rules of the language', () => {
    expect(formatOffset(-1.52, 'ru')).toBe('−1,52 с');
    expect(formatOffset(3.4e-4, 'ru')).toBe('+340 мкс');
  });
});

describe('an offset and its bound have one unit', () => {
  test.each<[number, number, string, string]>([
    [3.4e-4, 1.2e-4, '+340 µs', '±120 µs'],
    [3.4e-4, 0.012, '+0.340 ms', '±12 ms'],
    [3e-6, 0.0156, '+0.003 ms', '±16 ms'],
    [40, 0.002, '+40.0 s', '±0.002 s'],
    [40, 1e-6, '+40.0 s', '±<0.001 s'],
    [40, 0.0011, '+40.0 s', '±0.002 s'],
    [-1.52, 0.02, '−1.52 s', '±0.020 s'],
    [-0.2, 31.2, '−0.200 s', '±32 s'],
    [0, 0, '±0 µs', '±0 µs'],
    [1, Number.NaN, '—', '—'],
    [1, -1, '—', '—'],
  ])('%s s ± %s s', (seconds, boundSeconds, offset, bound) => {
    expect(formatOffsetAndBound({ seconds, boundSeconds })).toEqual([offset, bound]);
  });
});

test.each<[number | null | undefined, string]>([
  [0, '0 µs'],
  [0.0156, '15.6 ms'],
  [1e-7, '0.1 µs'],
  [300, '5 min'],
  [-1, '—'],
  [null, '—'],
])('a magnitude of %s s is %s, without a sign', (seconds, text) => {
  expect(formatMagnitude(seconds)).toBe(text);
});

const anySeconds = fc.double({ min: -1e10, max: 1e10, noNaN: true });

test('every offset has a sign, a unit and at most three decimals, and says nothing of NaN', () => {
  fc.assert(
    fc.property(anySeconds, (seconds) => {
      expect(formatOffset(seconds)).toMatch(/^([+−][\d,]+(\.\d{1,3})?|±0) (µs|ms|s|min|h|d)$/);
    }),
  );
});

test('the sign of what is written is the sign of the offset, and the number is within a hundredth of it', () => {
  const scale = { µs: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3_600, d: 86_400 };
  fc.assert(
    fc.property(anySeconds, (seconds) => {
      fc.pre(Math.abs(seconds) >= 1e-6);
      const [, sign, number, unit] = /^([+−])([\d,.]+) (\S+)$/.exec(formatOffset(seconds)) ?? [];
      const written = Number(number?.replaceAll(',', '')) * scale[unit as keyof typeof scale] * (sign === '−' ? -1 : 1);
      expect(Math.abs(written - seconds)).toBeLessThanOrEqual(Math.abs(seconds) * 0.01);
    }),
  );
});

// Of every size alike: of all numbers below a million, hardly any is near to a thousandth of a unit.
const anyBound = fc.oneof(
  fc.double({ min: 0, max: 1e6, noNaN: true }),
  fc.double({ min: -9, max: 6, noNaN: true }).map((exponent) => 10 ** exponent),
);

test('a bound is never written smaller than it is', () => {
  const scale = { µs: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3_600, d: 86_400 };
  fc.assert(
    fc.property(anySeconds, anyBound, (seconds, boundSeconds) => {
      const [, text = ''] = formatOffsetAndBound({ seconds, boundSeconds });
      const [, number, unit] = /^±<?([\d,.]+) (\S+)$/.exec(text) ?? [];
      const written = Number(number?.replaceAll(',', '')) * scale[unit as keyof typeof scale];
      expect(written).toBeGreaterThanOrEqual(boundSeconds * (1 - 1e-5));
    }),
  );
});
