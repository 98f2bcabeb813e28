import { expect, test } from 'vitest';
import { furthestBehind, isStale, neverRead, newestReading, oldestReadAt } from './freshness.ts';

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

test('the newest reading is the one that shows whether anything still arrives', () => {
  expect(newestReading([neverRead, { ...fresh, readAt: 5 }, fresh])).toBe(fresh);
  expect(newestReading([neverRead])).toBeUndefined();
});

test('a stale reading is further behind than an older one that is due less often', () => {
  const rare = { ...fresh, readAt: 900_000, intervalSeconds: 300 };
  expect(furthestBehind([rare, fresh, neverRead], 1_060_000)).toBe(fresh);
  expect(furthestBehind([rare, fresh, neverRead], 1_010_000)).toBe(rare);
  expect(furthestBehind([neverRead], 1_010_000)).toBeUndefined();
});
