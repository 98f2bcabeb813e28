/** When a reading last came, and how often one should. Times are UTC milliseconds. */
export interface Freshness {
  readonly readAt: number | null;
  /** The interval in force; null where the collector has not run on this host. */
  readonly intervalSeconds: number | null;
  /** Consecutive scrapes that yielded no reading. */
  readonly failures: number;
}

/** A reading is stale after this many missed intervals, like the series of `/metrics`. */
export const staleAfterIntervals = 3;

/**
 * Whether a reading is too old to be taken as current: older than three intervals, or followed by three failed scrapes (back-off
 * stretches the interval in force, so age alone would hide a host that is out of reach). Never read is not stale.
 */
export function isStale({ readAt, intervalSeconds, failures }: Freshness, now: number): boolean {
  if (readAt === null) return false;
  if (failures >= staleAfterIntervals) return true;
  return intervalSeconds !== null && now - readAt > staleAfterIntervals * intervalSeconds * 1_000;
}

/** The oldest of several readings; null where none was read. */
export function oldestReadAt(all: readonly Freshness[]): number | null {
  let oldest: number | null = null;
  for (const { readAt } of all) if (readAt !== null && (oldest === null || readAt < oldest)) oldest = readAt;
  return oldest;
}

/** The reading that came last; undefined where none was read. */
export function newestReading(all: readonly Freshness[]): Freshness | undefined {
  let newest: Freshness | undefined;
  for (const one of all) if (one.readAt !== null && one.readAt > (newest?.readAt ?? Number.NEGATIVE_INFINITY)) newest = one;
  return newest;
}

/** The reading that is furthest behind: a stale one before a fresh one, then the older. Undefined where none was read. */
export function furthestBehind(all: readonly Freshness[], now: number): Freshness | undefined {
  const read = all.filter(({ readAt }) => readAt !== null);
  const stale = read.filter((one) => isStale(one, now));
  const candidates = stale.length > 0 ? stale : read;
  const oldest = oldestReadAt(candidates);
  return candidates.find(({ readAt }) => readAt === oldest);
}

/** Freshness of something that has not been read. */
export const neverRead: Freshness = { readAt: null, intervalSeconds: null, failures: 0 };
