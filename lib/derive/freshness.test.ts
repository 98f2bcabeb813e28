import { expect, test } from 'vitest';
import { isStale, neverRead, oldestReadAt } from './freshness.ts';

const fresh = { readAt: 1_000_000, intervalSeconds: 15, failures: 0 };

test('a reading is stale once it is older than three intervals', () => {
  expect(isStale(fresh, 1_000_000 + 45_000)).toBe(false);
  expect(isStale(fresh, 1_000_000 + 45_001)).toBe(true);
});

test('three failed scrapes make it stale although back-off has stretched the interval', () => {
  expect(isStale({ ...fresh, intervalSeconds: 300, failures: 2 }, 1_060_000)).toBe(false);
  expect(isStale({ ...fresh, intervalSeconds: 300, failures: 3 }, 1_060_000)).toBe(true);
});

test('what was never read is not stale', () => {
  expect(isStale({ ...neverRead, failures: 9 }, 1_000_000)).toBe(false);
});

test('the oldest of several readings ignores those that were never read', () => {
  expect(oldestReadAt([fresh, neverRead, { ...fresh, readAt: 5 }])).toBe(5);
  expect(oldestReadAt([neverRead])).toBeNull();
});
