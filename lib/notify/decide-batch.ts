import type { StoredNotification } from '../store/alert-store.ts';

/** What of a notification decides. */
export type WaitingNotification = Pick<StoredNotification, 'id' | 'key' | 'createdAt' | 'nextAttemptAt' | 'batch'> & {
  /** Of its alert. */
  readonly fingerprint: string;
};

export interface BatchInput<Row extends WaitingNotification> {
  /** What waits for one receiver, in the order in which it was decided. */
  readonly rows: readonly Row[];
  /** UTC milliseconds. */
  readonly now: number;
  /** How long the first one waits for others. */
  readonly groupWaitMs: number;
  readonly most: number;
  /** However a clock was set, nothing waits longer than this. */
  readonly longestWaitMs: number;
}

export type BatchDecision<Row> =
  /** There is nothing to send. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'wait'; readonly ms: number }
  /** They are to be given a batch, and then sent. */
  | { readonly kind: 'new'; readonly rows: readonly Row[] }
  /** They were tried before. */
  | { readonly kind: 'again'; readonly batch: string; readonly rows: readonly Row[] };

/**
 * What a receiver is sent next. Everything goes in the order in which it was decided: a batch that failed comes before what came after it, as
 * it was, and no batch tells of one alert twice, so that firing comes before resolved. Pure.
 */
export function decideBatch<Row extends WaitingNotification>(input: BatchInput<Row>): BatchDecision<Row> {
  const { rows, now, groupWaitMs, most, longestWaitMs } = input;
  const [first] = rows;
  if (first === undefined) return { kind: 'idle' };
  const waitUntil = (time: number): BatchDecision<Row> | undefined => {
    const ms = time - now;
    return ms > 0 && ms <= longestWaitMs ? { kind: 'wait', ms } : undefined;
  };
  if (first.batch !== undefined) {
    const { batch } = first;
    return waitUntil(first.nextAttemptAt) ?? { kind: 'again', batch, rows: rows.filter((row) => row.batch === batch) };
  }
  if (rows.length < most) {
    const waiting = waitUntil(first.createdAt + groupWaitMs);
    if (waiting !== undefined) return waiting;
  }
  const seen = new Set<string>();
  const together = rows.slice(0, most).findIndex(({ fingerprint }) => seen.size === seen.add(fingerprint).size);
  return { kind: 'new', rows: rows.slice(0, together === -1 ? most : together) };
}
