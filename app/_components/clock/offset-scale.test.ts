import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandVerdict, scaleEnd, toBand, toPercent, toScale } from './offset-scale.ts';

const seconds = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe('the scale', () => {
  test('has zero in the middle and the ends at the ends', () => {
    expect(toScale(0)).toBe(0);
    expect(toPercent(0)).toBe(50);
    expect(toScale(scaleEnd)).toBe(1);
    expect(toScale(-1e9)).toBe(-1);
  });

  test('is the same on both sides, and a larger offset never stands further in', () => {
    fc.assert(
      fc.property(seconds, seconds, (a, b) => {
        expect(toScale(-a)).toBeCloseTo(-toScale(a), 12);
        if (Math.abs(a) <= Math.abs(b)) expect(Math.abs(toScale(a))).toBeLessThanOrEqual(Math.abs(toScale(b)));
      }),
    );
  });

  test('gives decades the same room, so that a millisecond and a second can be told apart', () => {
    const decades = [1e-3, 1e-2, 1e-1, 1, 10].map((from) => toPercent(from * 10) - toPercent(from));
    for (const width of decades) expect(width).toBeCloseTo(decades[0] ?? 0, 1);
    expect(decades[0]).toBeGreaterThan(5);
  });
});

test('a band lies inside of the drawing and around its value', () => {
  fc.assert(
    fc.property(seconds, fc.double({ min: 0, max: 1e6, noNaN: true }), (at, boundSeconds) => {
      const band = toBand({ seconds: at, boundSeconds });
      expect(band.from).toBeGreaterThanOrEqual(0);
      expect(band.from).toBeLessThanOrEqual(band.at);
      expect(band.at).toBeLessThanOrEqual(band.to);
      expect(band.to).toBeLessThanOrEqual(100);
    }),
  );
});

test('a value beyond the ends is an arrow that points there', () => {
  expect(toBand({ seconds: 10_800, boundSeconds: 0.1 }).arrow).toBe('high');
  expect(toBand({ seconds: -10_800, boundSeconds: 0.1 }).arrow).toBe('low');
  expect(toBand({ seconds: 40, boundSeconds: 0.1 }).arrow).toBeUndefined();
});

test.each([
  [0.5, 0.1, 'inside'],
  [-0.95, 0.1, 'unsure'],
  [0, 2, 'unsure'],
  [-40, 0.1, 'outside'],
  [1.05, 0.1, 'unsure'],
] as const)('%s s ± %s s is %s of the limit', (at, boundSeconds, verdict) => {
  expect(bandVerdict({ seconds: at, boundSeconds })).toBe(verdict);
});
