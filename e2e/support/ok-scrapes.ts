import type { StoredScrape } from '../../lib/store/store.ts';

/** One good scrape of each collector, just finished at `now` (UTC milliseconds), for stores that a test writes itself. */
export function okScrapes(
  collectors: readonly string[],
  now: number,
  intervalSeconds = 300,
): readonly Omit<StoredScrape, 'host'>[] {
  return collectors.map((collector) => ({
    collector,
    outcome: 'ok',
    reason: undefined,
    finishedAt: now,
    durationMs: 40,
    lastReadingAt: now,
    failures: 0,
    nextRunAt: now + intervalSeconds * 1_000,
    intervalSeconds,
    frameBytes: 4_000,
  }));
}
