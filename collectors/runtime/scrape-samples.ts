import { catalog, type MetricName } from '#lib/metrics/catalog.ts';
import { yieldsReading } from '#lib/model/outcome.ts';
import type { Sample } from '#lib/series/sample.ts';
import type { StoredScrape } from '#lib/store/store.ts';

/** Families of one pair's last scrape. */
export const scrapeFamilies: readonly MetricName[] = [
  catalog.hvitals_scrape_success.name,
  catalog.hvitals_scrape_outcome.name,
  catalog.hvitals_scrape_duration_seconds.name,
  catalog.hvitals_scrape_last_success_timestamp_seconds.name,
  catalog.hvitals_scrape_interval_seconds.name,
];

/** How the last scrape of a pair ended, as samples. Pure. */
export function toScrapeSamples(scrape: StoredScrape): readonly Sample[] {
  const labels = { host: scrape.host, collector: scrape.collector };
  const sample = (metric: MetricName, value: number, more: Readonly<Record<string, string>> = {}): Sample => ({
    metric,
    labels: { ...labels, ...more },
    value,
  });
  return [
    sample('hvitals_scrape_success', yieldsReading(scrape.outcome) ? 1 : 0),
    sample('hvitals_scrape_outcome', 1, { outcome: scrape.outcome }),
    sample('hvitals_scrape_duration_seconds', scrape.durationMs / 1_000),
    ...(scrape.lastReadingAt === undefined
      ? []
      : [sample('hvitals_scrape_last_success_timestamp_seconds', scrape.lastReadingAt / 1_000)]),
    sample('hvitals_scrape_interval_seconds', scrape.intervalSeconds),
  ];
}
