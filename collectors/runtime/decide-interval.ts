/** A collector may take this part of its interval before it is asked less often. */
const busyShare = 0.3;
/** It comes back to the shorter interval when it would take less than this part of it; the gap keeps it from going to and fro. */
const calmShare = 0.2;
/** The interval grows to this many times the configured one at most. */
const longestFactor = 16;

export interface IntervalDecision {
  readonly intervalMs: number;
  readonly reason: 'unchanged' | 'slow' | 'recovered';
}

/** Doubles the interval of a collector that takes over 30 % of it, and halves it back step by step. All in milliseconds. Pure. */
export function decideInterval(configuredMs: number, currentMs: number, tookMs: number): IntervalDecision {
  if (tookMs > busyShare * currentMs && currentMs < configuredMs * longestFactor) {
    return { intervalMs: currentMs * 2, reason: 'slow' };
  }
  if (currentMs > configuredMs && tookMs < (calmShare * currentMs) / 2) {
    return { intervalMs: Math.max(configuredMs, currentMs / 2), reason: 'recovered' };
  }
  return { intervalMs: currentMs, reason: 'unchanged' };
}
