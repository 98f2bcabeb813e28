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

/** Those of which every scrape says something new. */
const movingFamilies: readonly MetricName[] = [
  catalog.hvitals_scrape_duration_seconds.name,
  catalog.hvitals_scrape_last_success_timestamp_seconds.name,
];

/** The families of which a scrape says something else than the one before. Pure. */
export function movedScrapeFamilies(before: StoredScrape | undefined, scrape: StoredScrape): readonly MetricName[] {
  const same = before?.outcome === scrape.outcome && before.intervalSeconds === scrape.intervalSeconds;
  return same ? movingFamilies : scrapeFamilies;
}

/** How the last scrape of a pair ended, as samples of some families. Pure. */
export function toScrapeSamples(scrape: StoredScrape, families: readonly MetricName[] = scrapeFamilies): readonly Sample[] {
  const labels: Sample['labels'] = { host: scrape.host, collector: scrape.collector };
  const samples: Sample[] = [];
  const add = (metric: MetricName, value: number, own = labels) => {
    if (families.includes(metric)) samples.push({ metric, labels: own, value });
  };
  // Nothing failed where there is nothing to read. A host that does not support its VMs being listed is no Hyper-V host: that is a failure.
  if (scrape.outcome !== 'unsupported' || scrape.collector === 'vm')
    add('hvitals_scrape_success', yieldsReading(scrape.outcome) ? 1 : 0);
  add('hvitals_scrape_outcome', 1, { ...labels, outcome: scrape.outcome });
  add('hvitals_scrape_duration_seconds', scrape.durationMs / 1_000);
  const { lastReadingAt } = scrape;
  if (lastReadingAt !== undefined) add('hvitals_scrape_last_success_timestamp_seconds', lastReadingAt / 1_000);
  add('hvitals_scrape_interval_seconds', scrape.intervalSeconds);
  return samples;
}
