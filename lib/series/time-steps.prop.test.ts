import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignDown, chooseStepMs } from './time-steps.ts';

const hour = 3_600_000;

test('a step is never finer than asked for, and at most three times as coarse', () => {
  fc.assert(
    fc.property(fc.integer({ min: hour, max: 3_650 * 24 * hour }), fc.integer({ min: 10, max: 2_000 }), (span, count) => {
      const step = chooseStepMs(span, count);
      expect(Math.ceil(span / step)).toBeLessThanOrEqual(count);
      if (step > 15_000) expect(step).toBeLessThanOrEqual((3 * span) / count + 1);
    }),
  );
});

test('usual ranges get the steps that one would choose', () => {
  expect([hour, 6 * hour, 24 * hour, 7 * 24 * hour, 30 * 24 * hour].map((span) => chooseStepMs(span, 600) / 1_000)).toEqual([
    15, 60, 300, 1_800, 7_200,
  ]);
});

test('aligned times are multiples of the step, at or before what was asked for', () => {
  expect([alignDown(59_999, 60_000), alignDown(60_000, 60_000), alignDown(-1, 60_000)]).toEqual([0, 60_000, -60_000]);
});
