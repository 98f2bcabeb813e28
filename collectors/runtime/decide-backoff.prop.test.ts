import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideBackoff } from './decide-backoff.ts';

test('the first retry comes after 5 s, each further one after twice as long, never after more than five minutes', () => {
  const waits = Array.from({ length: 9 }, (_, failures) => decideBackoff(failures, 'unreachable', 4).retryInMs);
  expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000]);
});

test('any word from the host ends the back-off', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 17 }), (failures, asked) => {
      expect(decideBackoff(failures, 'heard', asked)).toEqual({ failures: 0, retryInMs: undefined, reason: 'heard' });
    }),
  );
});

test('waits never shrink while a host stays away, and stay within bounds for any number of failures', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.constantFrom('unreachable' as const, 'silent' as const), (failures, contact) => {
      const now = decideBackoff(failures, contact, 4).retryInMs ?? 0;
      const later = decideBackoff(failures + 1, contact, 4).retryInMs ?? 0;
      expect(later).toBeGreaterThanOrEqual(now);
      expect(now).toBeGreaterThanOrEqual(5_000);
      expect(later).toBeLessThanOrEqual(300_000);
    }),
  );
});

test('a collector that runs alone and hangs is no sign of a lost host until the third silence in a row', () => {
  expect([0, 1, 2].map((failures) => decideBackoff(failures, 'silent', 1).reason)).toEqual([
    'single-silence',
    'single-silence',
    'out-of-reach',
  ]);
  expect(decideBackoff(0, 'silent', 2).reason).toBe('out-of-reach');
});
