const firstRetryMs = 5_000;
const longestRetryMs = 300_000;
/** A hung class looks like a hung host while its collector runs alone; this many silent calls in a row tell them apart. */
const silentCallsBeforeBackoff = 3;

/** What a finished call says about the way to its host. */
export type Contact = 'heard' | 'silent' | 'unreachable';

export interface BackoffDecision {
  /** Calls in a row that brought nothing from the host. */
  readonly failures: number;
  /** How long to leave the host alone; undefined: no longer than usual. */
  readonly retryInMs: number | undefined;
  readonly reason: 'heard' | 'single-silence' | 'out-of-reach';
}

/**
 * How long to wait before a host is called again: 5 s after the first failure, doubling up to five minutes. A call that timed out
 * without a word counts at once when it asked for several collectors, and from the third on when it asked for one. Pure.
 */
export function decideBackoff(failuresBefore: number, contact: Contact, collectorsAsked: number): BackoffDecision {
  if (contact === 'heard') return { failures: 0, retryInMs: undefined, reason: 'heard' };
  const failures = failuresBefore + 1;
  if (contact === 'silent' && collectorsAsked === 1 && failures < silentCallsBeforeBackoff) {
    return { failures, retryInMs: undefined, reason: 'single-silence' };
  }
  return {
    failures,
    retryInMs: Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures - 1, 20)),
    reason: 'out-of-reach',
  };
}
