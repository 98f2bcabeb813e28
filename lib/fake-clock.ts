import { setImmediate as macrotask } from 'node:timers/promises';
import type { Clock } from './clock.ts';

/** A clock that tests move by hand. */
export interface FakeClock extends Clock {
  /** Moves time on, timer by timer in order, and lets everything that a timer started run until it waits again. */
  advance(ms: number): Promise<void>;
  /** Moves the wall clock alone, as an NTP step does. */
  stepWallClock(ms: number): void;
  /** Timers that are waiting. */
  pending(): number;
}

/** For what shares the event loop in turns: where time is made up, everybody's turn is at once. */
export const noTurns = { next: () => Promise.resolve() };

/** A few turns of the event loop: enough for promise chains and for work that goes through libuv's thread pool once or twice. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await macrotask();
}

/** Starts at `now` (UTC milliseconds), with a monotonic time of zero. */
export function createFakeClock(now: number): FakeClock {
  let elapsed = 0;
  let wall = now;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  const earliest = (until: number) =>
    [...timers]
      .filter(({ at }) => at <= until)
      .reduce<{ at: number; callback: () => void } | undefined>(
        (first, timer) => (first === undefined || timer.at < first.at ? timer : first),
        undefined,
      );
  return {
    now: () => wall + elapsed,
    monotonic: () => elapsed,
    setTimer(delayMs, callback) {
      const timer = { at: elapsed + Math.max(0, delayMs), callback };
      timers.add(timer);
      return { cancel: () => void timers.delete(timer) };
    },
    async advance(ms) {
      const until = elapsed + ms;
      await settle();
      for (let timer = earliest(until); timer !== undefined; timer = earliest(until)) {
        timers.delete(timer);
        elapsed = Math.max(elapsed, timer.at);
        timer.callback();
        await settle();
      }
      elapsed = until;
    },
    stepWallClock(ms) {
      wall += ms;
    },
    pending: () => timers.size,
  };
}
