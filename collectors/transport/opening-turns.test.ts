import { expect, it } from 'vitest';
import { OpeningTurns } from './opening-turns.ts';

const never = new AbortController().signal;

/** Takes turns for calls 1 to `count`; `got` has those whose turn has come, in order. */
function line(count: number, signalOf: (call: number) => AbortSignal = () => never) {
  const turns = new OpeningTurns();
  const got: number[] = [];
  const waits: (readonly [number, boolean])[] = [];
  const takes = Array.from({ length: count }, (_, index) => index + 1).map((call) =>
    turns.take(call, signalOf(call), (isWaiting) => waits.push([call, isWaiting])).then(() => got.push(call)),
  );
  return { turns, got, waits, takes };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

it('lets five open at once and the others in the order in which they came', async () => {
  const { turns, got, waits } = line(8);
  await settled();
  expect(got).toEqual([1, 2, 3, 4, 5]);
  turns.leave(3);
  turns.leave(3);
  await settled();
  expect(got).toEqual([1, 2, 3, 4, 5, 6]);
  turns.leave(1);
  turns.leave(6);
  await settled();
  expect(got).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(waits).toEqual([
    [6, true],
    [7, true],
    [8, true],
    [6, false],
    [7, false],
    [8, false],
  ]);
});

it('passes over who has given up, also where the turn came at the same moment', async () => {
  const stop = new AbortController();
  const { turns, got, takes } = line(8, (call) => (call === 6 ? stop.signal : never));
  turns.leave(1);
  stop.abort();
  await expect(takes[5]).rejects.toMatchObject({ outcome: 'timeout' });
  turns.leave(6);
  await settled();
  expect(got).toEqual([1, 2, 3, 4, 5, 7]);
  turns.leave(8);
  turns.leave(2);
  await settled();
  expect(got).toEqual([1, 2, 3, 4, 5, 7]);
});
