import type { Clock } from '#lib/clock.ts';

/**
 * Does something that must end by a deadline, with a signal that is aborted then, or when `signal` is. Resolves with undefined where it had
 * not ended by then, whether or not it heeds its signal.
 */
export async function withDeadline<Result>(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | undefined> {
  const over = new AbortController();
  const all = AbortSignal.any([signal, over.signal]);
  const timer = clock.setTimer(ms, () => over.abort());
  try {
    const ended = new Promise<undefined>((resolve) => {
      all.addEventListener('abort', () => resolve(undefined), { once: true });
      if (all.aborted) resolve(undefined);
    });
    const working = work(all);
    // Whoever is left behind may still fail, and nobody asks.
    working.catch(() => undefined);
    return await Promise.race([ended, working]);
  } finally {
    timer.cancel();
  }
}
