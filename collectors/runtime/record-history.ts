import type { AnyCollector } from '#collectors/collector.ts';
import type { Subject } from '#lib/history/history.ts';
import type { MinuteBuffer, ScrapedSeries } from '#lib/history/minute-buffer.ts';
import type { Logger } from '#lib/log.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { Sample } from '#lib/series/sample.ts';
import { formatSeries } from '#lib/series/series-text.ts';
import type { DerivedSamples } from './clock-samples.ts';
import type { PairDiff } from './diff-readings.ts';
import type { FleetMemory } from './fleet-memory.ts';
import { NoveltyBudget, newSeriesLimit, newVmsLimit } from './novelty-budget.ts';
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
  readonly log?: Pick<Logger, 'warn'> | undefined;
}

/** Labels that say which subject a series belongs to; within the subject they would only repeat it. */
const identityLabels = new Set(['vm_id', 'vm', 'host']);
/** Identity is no measurement, and the last success is the time of the sample itself. */
const leftOut = new Set<string>([catalog.hvitals_vm_info.name, catalog.hvitals_scrape_last_success_timestamp_seconds.name]);
const secondMs = 1_000;
const hourMs = 3_600_000;

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
  readonly #newSeries = new NoveltyBudget(newSeriesLimit);
  readonly #newVms = new NoveltyBudget(newVmsLimit);
  readonly #warnedAt = new Map<string, number>();
  /** VMs of each host and collector whose history is kept. */
  readonly #keptVms = new Map<string, ReadonlySet<VmId>>();

  constructor(options: HistoryRecorderOptions) {
    this.#options = options;
  }

  /** Takes one tick, which memory and owners must hold already. `diffs[i]` belongs to `results[i]`. */
  recordTick(host: string, results: readonly ScrapeResult[], diffs: readonly PairDiff[]): void {
    results.forEach(({ collector, finishedAt, readings }, index) => {
      const time = Math.floor(finishedAt / secondMs) * secondMs;
      const scrape = diffs[index]?.scrape;
      const source = { host, collector: collector.name, time };
      if (scrape !== undefined) this.#append(`host:${host}`, source, () => this.#toSeries(source, toScrapeSamples(scrape)));
      if (readings === undefined) return;
      try {
        this.#recordReadings(source, collector, readings);
      } catch (error) {
        this.#options.onFault(host, collector.name, error);
      }
    });
  }

  #recordReadings(source: Source, collector: AnyCollector, readings: NewReadings): void {
    const { owners, memory, derived } = this.#options;
    const { host } = source;
    const { hostSamples } = collector;
    if (readings.host !== undefined && hostSamples !== undefined)
      this.#append(`host:${host}`, source, () => this.#toSeries(source, hostSamples(readings.host, host)));
    const held = memory.get(host)?.pairs.get(collector.name)?.vms;
    for (const vmId of this.#admit(source, readings)) {
      const owner = owners.ownerOf(vmId);
      const reading = held?.get(vmId);
      if (owner?.host !== host || typeof reading !== 'object' || reading === null) continue;
      const ofReading = () => collector.vmSamples?.(reading, { vmId, ...owner }) ?? [];
      this.#append(`vm:${vmId}`, source, () => this.#madeOnce(source, reading, ofReading));
      if (derived?.collector !== collector.name) continue;
      const samples = derived.samplesOf(vmId);
      if (samples.length > 0) this.#append(`vm:${vmId}`, source, () => this.#madeOnce(source, samples, () => samples));
    }
  }

  /** The VMs of a scrape whose history is kept: those that it was kept of before, and new ones as far as the host may bring some. */
  #admit(source: Source, { vms, keepMissing }: NewReadings): ReadonlySet<VmId> {
    const key = `${source.host} ${source.collector}`;
    const before = this.#keptVms.get(key);
    const kept = new Set<VmId>();
    let flooded = false;
    for (const vmId of vms.keys()) {
      if (before?.has(vmId) === true || this.#newVms.take(key, 1, source.time)) kept.add(vmId);
      else flooded = true;
    }
    if (flooded) this.#warn(source);
    this.#keptVms.set(key, keepMissing ? new Set([...(before ?? []), ...kept]) : kept);
    return kept;
  }

  #append(subject: Subject, source: Source, toSeries: () => ScrapedSeries | undefined): void {
    const series = toSeries();
    if (series === undefined) this.#warn(source);
    else this.#options.sink.append(subject, source.time, series);
  }

  /** Says once an hour that something of a host is not kept. */
  #warn({ host, collector, time }: Source): void {
    if (time - (this.#warnedAt.get(host) ?? Number.NEGATIVE_INFINITY) < hourMs) return;
    this.#warnedAt.set(host, time);
    this.#options.log?.warn({ host, collector }, 'history of a host is not kept: it makes up more new names than it may');
  }

  #madeOnce(source: Source, from: object, samplesOf: () => readonly Sample[]): ScrapedSeries | undefined {
    const known = this.#made.get(from);
    if (known !== undefined) return known;
    const made = this.#toSeries(source, samplesOf());
    if (made !== undefined) this.#made.set(from, made);
    return made;
  }

  /** Undefined where the host has brought more new series than it may. */
  #toSeries({ host, time }: Source, samples: readonly Sample[]): ScrapedSeries | undefined {
    const kept = samples.filter(({ metric }) => !leftOut.has(metric));
    const texts = kept.map(toSeriesText);
    const key = texts.join('\n');
    const known = this.#texts.get(key);
    if (known === undefined && !this.#newSeries.take(host, texts.length, time)) return undefined;
    if (known === undefined) this.#texts.set(key, texts);
    return { series: known ?? texts, values: kept.map(({ value }) => value) };
  }
}

/** Whose samples they are, and of when. */
interface Source {
  readonly host: string;
  readonly collector: string;
  readonly time: number;
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
