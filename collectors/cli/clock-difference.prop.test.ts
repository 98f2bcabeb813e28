import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clockDifference } from './clock-difference.ts';

const moment = fc.integer({ min: Date.UTC(2024), max: Date.UTC(2040) });
const wait = fc.integer({ min: 0, max: 30_000 });

it('contains the true difference wherever between request and answer the host read its clock', () => {
  fc.assert(
    fc.property(moment, wait, wait, fc.integer({ min: -86_400_000, max: 86_400_000 }), (sentAt, there, back, differenceMs) => {
      const { offsetSeconds, boundSeconds } = clockDifference(sentAt, sentAt + there + differenceMs, sentAt + there + back);
      expect(Math.abs(offsetSeconds - differenceMs / 1000)).toBeLessThanOrEqual(boundSeconds);
    }),
  );
});

it('is positive where the host is ahead', () => {
  expect(clockDifference(1_000, 61_500, 2_000).offsetSeconds).toBe(60);
});
