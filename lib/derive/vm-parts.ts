import type { Outcome } from '#lib/model/outcome.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { Freshness } from './freshness.ts';
import type { HostFacts } from './host-facts.ts';
import type { VmCollector, VmReadings } from './parse-readings.ts';
import type { VmParts } from './vm-facts.ts';

/** What a scrape says about the age of its readings (see StoredScrape in lib/store). */
export interface ScrapeInput {
  readonly outcome: Outcome;
  readonly lastReadingAt: number | undefined;
  readonly failures: number;
  readonly intervalSeconds: number;
}

/** A stored reading after its schema; `reading` is undefined where it did not fit. */
export interface ParsedReading {
  readonly collector: VmCollector;
  readonly reading: VmReadings[VmCollector] | undefined;
  readonly changedAt: number;
}

/** Age of what the scrapes of a collector yielded last. */
export function freshnessOf(scrape: ScrapeInput | undefined): Freshness {
  return {
    readAt: scrape?.lastReadingAt ?? null,
    intervalSeconds: scrape?.intervalSeconds ?? null,
    failures: scrape?.failures ?? 0,
  };
}

/** The readings of one VM id on one host, each with the age of its own collector's scrape. */
export function toVmParts(
  place: { readonly host: string; readonly vmId: VmId; readonly hostFacts: HostFacts },
  readings: Iterable<ParsedReading>,
  scrapeOf: (collector: string) => ScrapeInput | undefined,
): VmParts {
  const parts: Partial<Record<VmCollector, unknown>> = {};
  const invalid: string[] = [];
  for (const { collector, reading, changedAt } of readings) {
    if (reading === undefined) invalid.push(collector);
    else parts[collector] = { reading, freshness: freshnessOf(scrapeOf(collector)), changedAt };
  }
  return { ...place, parts: parts as VmParts['parts'], invalid };
}
