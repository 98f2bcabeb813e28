import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameReading } from './same-reading.ts';

const json = fc.jsonValue({ maxDepth: 4 });

test('a reading equals itself after a trip through the store', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(sameReading(value, JSON.parse(JSON.stringify(value)))).toBe(true);
    }),
  );
});

test('two readings are the same exactly where their JSON is, key order aside', () => {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .toSorted(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, inner]) => [key, sorted(inner)]),
          )
        : value;
  fc.assert(
    fc.property(json, json, (a, b) => {
      expect(sameReading(a, b)).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)));
    }),
  );
});

test('an absent key equals an undefined one, but not null, and a list is no object', () => {
  expect(sameReading({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  expect(sameReading({ a: 1 }, { a: 1, b: undefined })).toBe(true);
  expect(sameReading({ a: null }, {})).toBe(false);
  expect(sameReading([], {})).toBe(false);
  expect(sameReading({ 0: 1 }, [1])).toBe(false);
  expect(sameReading([1, 2], [1])).toBe(false);
  expect(sameReading(undefined, {})).toBe(false);
});
