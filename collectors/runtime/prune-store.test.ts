import { expect, test } from 'vitest';
import { createFakeClock } from '#lib/fake-clock.ts';
import { createLogger } from '#lib/log.ts';
import { startPruning } from './prune-store.ts';

const day = 86_400_000;

test('old rows are dropped every hour, a failure is logged and does not end it, and disposing does', async () => {
  const clock = createFakeClock(1_000 * day);
  const asked: number[] = [];
  const logged: string[] = [];
  const store = {
    prune(before: number) {
      asked.push(before);
      return asked.length === 1 ? Promise.reject(new Error('planted')) : Promise.resolve();
    },
  };
  const pruning = startPruning(
    [store],
    clock,
    createLogger({ level: 'info', stream: { write: (line) => void logged.push(line) } }),
  );
  await clock.advance(2 * 3_600_000);
  expect(asked).toEqual([1_000 * day + 3_600_000 - 90 * day, 1_000 * day + 7_200_000 - 90 * day]);
  expect(logged.join('')).toContain('planted');
  pruning[Symbol.dispose]();
  await clock.advance(day);
  expect([asked.length, clock.pending()]).toEqual([2, 0]);
});
