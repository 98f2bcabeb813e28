const firstMs = 5_000;
/** The longest wait, unless the receiver asks for a longer one. */
export const longestRetryMs = 600_000;

/**
 * How long a receiver is left alone after its `failures`-th attempt in a row that failed: 5 s, doubling up to ten minutes, of which the upper
 * half is chance, so that many do not come at once; never less than it asked for. `random`: from 0 up to, and without, 1. Pure.
 */
export function decideRetry(failures: number, retryAfterMs: number | undefined, random: number): number {
  const longest = Math.min(longestRetryMs, firstMs * 2 ** Math.min(Math.max(0, failures - 1), 20));
  return Math.max(retryAfterMs ?? 0, Math.round(longest * (0.5 + random / 2)));
}
