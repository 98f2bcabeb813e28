import type { AnyCollector } from '#collectors/collector.ts';
import type { MinuteBuffer, ScrapedSeries } from '#lib/history/minute-buffer.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import type { Sample } from '#lib/series/sample.ts';
import { formatSeries } from '#lib/series/series-text.ts';
import type { DerivedSamples } from './clock-samples.ts';
import type { PairDiff } from './diff-readings.ts';
import type { FleetMemory } from './fleet-memory.ts';
import type { OwnerIndex } from './owner-index.ts';
import type { NewReadings, ScrapeResult } from './read-call.ts';
import { toScrapeSamples } from './scrape-samples.ts';

export interface HistoryRecorderOptions {
  readonly sink: Pick<MinuteBuffer, 'append'>;
  readonly memory: FleetMemory;
  readonly owners: Pick<OwnerIndex, 'ownerOf'>;
  /** Samples that are joined from several collectors; recorded with the readings of the one that carries them. */
  readonly derived?: DerivedSamples;
  /** Told where a collector threw while it made samples. */
  readonly onFault: (host: string, collector: string, error: unknown) => void;
}

/** Labels that say which subject a series belongs to; within the subject they would only repeat it. */
const identityLabels = new Set(['vm_id', 'vm', 'host']);
/** Identity is no measurement, and the last success is the time of the sample itself. */
const leftOut = new Set<string>([catalog.hvitals_vm_info.name, catalog.hvitals_scrape_last_success_timestamp_seconds.name]);
const secondMs = 1_000;

/**
 * Hands the samples of each committed tick to history: those that the exposition shows, at every scrape that yielded a reading, changed
 * or not, so that a gap in history is a time without a reading. Times are this machine's clock when the record arrived, in whole
 * seconds: what is finer is jitter, and costs two bytes a sample for ever.
 */
export class HistoryRecorder {
  readonly #options: HistoryRecorderOptions;
  /** What unchanged readings say again and again is made once, and shared by all the scrapes that hold it. */
  readonly #made = new WeakMap<object, ScrapedSeries>();
  readonly #texts = new Map<string, readonly string[]>();

  constructor(options: HistoryRecorderOptions) {
    this.#options = options;
  }

  /** Takes one tick, which memory and owners must hold already. `diffs[i]` belongs to `results[i]`. */
  recordTick(host: string, results: readonly ScrapeResult[], diffs: readonly PairDiff[]): void {
    results.forEach(({ collector, finishedAt, readings }, index) => {
      const time = Math.floor(finishedAt / secondMs) * secondMs;
      const scrape = diffs[index]?.scrape;
      if (scrape !== undefined) this.#options.sink.append(`host:${host}`, time, this.#toSeries(toScrapeSamples(scrape)));
      if (readings === undefined) return;
      try {
        this.#recordReadings(host, collector, time, readings);
      } catch (error) {
        this.#options.onFault(host, collector.name, error);
      }
    });
  }

  #recordReadings(host: string, collector: AnyCollector, time: number, readings: NewReadings): void {
    const { sink, owners, memory, derived } = this.#options;
    if (readings.host !== undefined && collector.hostSamples !== undefined)
      sink.append(`host:${host}`, time, this.#toSeries(collector.hostSamples(readings.host, host)));
    const held = memory.get(host)?.pairs.get(collector.name)?.vms;
    for (const vmId of readings.vms.keys()) {
      const owner = owners.ownerOf(vmId);
      const reading = held?.get(vmId);
      if (owner?.host !== host || typeof reading !== 'object' || reading === null) continue;
      const ofReading = () => collector.vmSamples?.(reading, { vmId, ...owner }) ?? [];
      sink.append(`vm:${vmId}`, time, this.#madeOnce(reading, ofReading));
      if (derived?.collector !== collector.name) continue;
      const samples = derived.samplesOf(vmId);
      if (samples.length > 0)
        sink.append(
          `vm:${vmId}`,
          time,
          this.#madeOnce(samples, () => samples),
        );
    }
  }

  #madeOnce(source: object, samplesOf: () => readonly Sample[]): ScrapedSeries {
    const known = this.#made.get(source);
    if (known !== undefined) return known;
    const made = this.#toSeries(samplesOf());
    this.#made.set(source, made);
    return made;
  }

  #toSeries(samples: readonly Sample[]): ScrapedSeries {
    const kept = samples.filter(({ metric }) => !leftOut.has(metric));
    const texts = kept.map(toSeriesText);
    const key = texts.join('\n');
    const series = this.#texts.get(key) ?? texts;
    this.#texts.set(key, series);
    return { series, values: kept.map(({ value }) => value) };
  }
}

function toSeriesText({ metric, labels }: Sample): string {
  let own: Record<string, string> | undefined;
  for (const name of Object.keys(labels)) {
    const value = labels[name];
    if (!identityLabels.has(name) && value !== undefined) own = { ...own, [name]: value };
  }
  // Most series have no labels of their own, and every scrape of every VM comes through here.
  return own === undefined ? metric : formatSeries({ metric, labels: own });
}
