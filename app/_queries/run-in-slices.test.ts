import { expect, test, vi } from 'vitest';
import { runAtOnce, runInSlices, type Steps } from './run-in-slices.ts';

/** Steps of five milliseconds each, on a clock that only they move. */
function* count(to: number, clock: { ms: number }): Steps<number> {
  for (let step = 0; step < to; step += 1) {
    clock.ms += 5;
    yield;
  }
  return to;
}

function watched() {
  const clock = { ms: 0 };
  vi.spyOn(performance, 'now').mockImplementation(() => clock.ms);
  return clock;
}

test('work in slices comes to what it comes to at once, and lets others have their turn', async () => {
  const clock = watched();
  const turns: number[] = [];
  const timer = setInterval(() => turns.push(clock.ms), 0);
  const result = await runInSlices(count(40, clock), new AbortController().signal);
  clearInterval(timer);
  expect(result).toBe(runAtOnce(count(40, clock)));
  expect(turns.length).toBeGreaterThan(3);
});

test('what is no longer wanted is left off', async () => {
  const clock = watched();
  const ending = new AbortController();
  const running = runInSlices(count(40, clock), ending.signal);
  ending.abort();
  expect(await running).toBeUndefined();
  expect(clock.ms).toBeLessThan(40 * 5);
});
