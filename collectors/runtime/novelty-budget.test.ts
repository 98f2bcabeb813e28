import { expect, test } from 'vitest';
import { NoveltyBudget } from './novelty-budget.ts';

const hour = 3_600_000;

test('a host may bring so much at once, and again as time goes by, whatever another host does', () => {
  const budget = new NoveltyBudget({ most: 100, perHour: 10 });
  expect(budget.take('a', 90, 0)).toBe(true);
  expect(budget.take('a', 11, 0)).toBe(false);
  expect(budget.take('a', 10, 0)).toBe(true);
  expect(budget.take('b', 100, 0)).toBe(true);
  expect(budget.take('a', 10, hour / 2)).toBe(false);
  expect(budget.take('a', 10, hour)).toBe(true);
  expect(budget.take('a', 101, 1_000 * hour)).toBe(false);
  expect(budget.take('a', 100, 1_000 * hour)).toBe(true);
});

test('a clock that was set back gives nothing', () => {
  const budget = new NoveltyBudget({ most: 10, perHour: 10 });
  expect(budget.take('a', 10, 5 * hour)).toBe(true);
  expect(budget.take('a', 1, 0)).toBe(false);
});
