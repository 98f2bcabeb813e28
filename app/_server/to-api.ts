import type { VitalSign } from '#lib/derive/vital-sign.ts';
import type { ApiScrape, ApiTarget } from '#lib/model/api/targets.ts';
import type { StoredScrape } from '#lib/store/store.ts';

/** A sign as the API gives it: the same, with lists that JSON can carry. */
export function toApiSign({ level, word, detail, guestText }: VitalSign): ApiTarget['sign'] {
  return { level, word, detail: [...detail], ...(guestText === undefined ? {} : { guestText }) } as ApiTarget['sign'];
}

/** A stored scrape as the API gives it. */
export function toApiScrape(scrape: StoredScrape): ApiScrape {
  const { collector, outcome, reason, finishedAt, durationMs, lastReadingAt, failures, nextRunAt, intervalSeconds, frameBytes } =
    scrape;
  return {
    collector,
    outcome,
    reason: reason ?? null,
    finishedAt,
    durationMs,
    lastReadingAt: lastReadingAt ?? null,
    failures,
    nextRunAt,
    intervalSeconds,
    frameBytes,
  };
}
