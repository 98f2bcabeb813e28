import type { Freshness } from '#lib/derive/freshness.ts';
import type { ApiScrape } from '#lib/model/api/targets.ts';

/** Age of what a collector's scrapes yielded last. */
export function toFreshness({ lastReadingAt, intervalSeconds, failures }: ApiScrape): Freshness {
  return { readAt: lastReadingAt, intervalSeconds, failures };
}
