import { setImmediate as macrotask } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('pieces run in the order of asking, and others get the loop between any two of them', async () => {
  const turns = new Turns();
  const order: string[] = [];
  const piece = async (name: string) => {
    for (const part of [1, 2]) {
      await turns.next();
      order.push(`${name}${part}`);
    }
  };
  const timers = setInterval(() => order.push('timer'), 0);
  const work = Promise.all(['a', 'b', 'c'].map(piece));
  let others = 0;
  const other = (async () => {
    while (order.filter((entry) => entry !== 'timer').length < 6) {
      await macrotask();
      others += 1;
    }
  })();
  await Promise.all([work, other]);
  clearInterval(timers);
  expect(order.filter((entry) => entry !== 'timer')).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
  expect(others).toBeGreaterThanOrEqual(5);
});

test('a piece that fails holds nobody up', async () => {
  const turns = new Turns();
  const failing = turns.next().then(() => {
    throw new Error('planted');
  });
  const after = turns.next();
  await expect(failing).rejects.toThrow('planted');
  await after;
});
