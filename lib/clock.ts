/** A wait that can be called off. */
export interface Timer {
  cancel(): void;
}

/** Time as an argument: whatever waits or measures takes one of these, so that tests can run it by hand. */
export interface Clock {
  /** UTC milliseconds of this machine; may jump. */
  now(): number;
  /** Milliseconds that only grow, for durations and schedules. */
  monotonic(): number;
  /** Runs `callback` once, `delayMs` from now. */
  setTimer(delayMs: number, callback: () => void): Timer;
}

/** setTimeout fires at once for anything above this. */
const longestDelayMs = 2_147_483_647;

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(delayMs, callback) {
    const handle = setTimeout(callback, Math.min(Math.max(0, Math.ceil(delayMs)), longestDelayMs));
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Resolves after `delayMs`, or at once when `signal` aborts; the caller looks at the signal. */
export function delay(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      timer.cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = clock.setTimer(delayMs, done);
    signal.addEventListener('abort', done, { once: true });
  });
}
