import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideInterval } from './decide-interval.ts';

const configured = fc.integer({ min: 1_000, max: 3_600_000 });
const took = fc.integer({ min: 0, max: 100_000 });

test('over 30 % of the interval doubles it, and at 30 % it stays', () => {
  expect(decideInterval(15_000, 15_000, 4_501)).toEqual({ intervalMs: 30_000, reason: 'slow' });
  expect(decideInterval(15_000, 15_000, 4_500)).toEqual({ intervalMs: 15_000, reason: 'unchanged' });
});

test('a doubled interval is halved once the work would fit the shorter one with room to spare', () => {
  expect(decideInterval(15_000, 60_000, 5_900)).toEqual({ intervalMs: 30_000, reason: 'recovered' });
  expect(decideInterval(15_000, 30_000, 3_100)).toEqual({ intervalMs: 30_000, reason: 'unchanged' });
});

test('the interval never leaves the configured one times a power of two, sixteen at most', () => {
  fc.assert(
    fc.property(configured, fc.array(took, { maxLength: 50 }), (configuredMs, runs) => {
      let current = configuredMs;
      for (const tookMs of runs) {
        current = decideInterval(configuredMs, current, tookMs).intervalMs;
        expect([1, 2, 4, 8, 16]).toContain(current / configuredMs);
      }
    }),
  );
});

test('a steady cost leads to a steady interval: it never goes to and fro', () => {
  fc.assert(
    fc.property(configured, took, (configuredMs, tookMs) => {
      let current = configuredMs;
      for (let run = 0; run < 10; run++) current = decideInterval(configuredMs, current, tookMs).intervalMs;
      expect(decideInterval(configuredMs, current, tookMs).intervalMs).toBe(current);
    }),
  );
});

test('a collector that costs nothing any more comes back to its configured interval', () => {
  fc.assert(
    fc.property(configured, fc.constantFrom(2, 4, 8, 16), (configuredMs, factor) => {
      let current = configuredMs * factor;
      for (let run = 0; run < 4; run++) current = decideInterval(configuredMs, current, 0).intervalMs;
      expect(current).toBe(configuredMs);
    }),
  );
});
