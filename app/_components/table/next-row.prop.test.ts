import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextRow } from './next-row.ts';

test.each([
  ['ArrowDown', 5, 6],
  ['ArrowUp', 5, 4],
  ['PageDown', 5, 15],
  ['PageUp', 5, 0],
  ['Home', 5, 0],
  ['End', 5, 99],
  ['ArrowDown', 99, 99],
  ['ArrowUp', 0, 0],
] as const)('%s from row %d leads to row %d', (key, from, to) => {
  expect(nextRow(key, from, 100, 10)).toBe(to);
});

test('other keys do not move, and no key leads out of the table', () => {
  expect(nextRow('Enter', 0, 10, 5)).toBeUndefined();
  expect(nextRow('toString', 0, 10, 5)).toBeUndefined();
  const keys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'j', 'k'];
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.nat(200), fc.nat(100), fc.integer({ min: 1, max: 50 }), (key, from, count, page) => {
      const next = nextRow(key, from, count, page);
      if (count === 0) expect(next).toBeUndefined();
      else expect(next !== undefined && next >= 0 && next < count).toBe(true);
    }),
  );
});
