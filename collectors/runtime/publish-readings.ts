import type { AnyCollector } from '#collectors/collector.ts';
import type { Clock } from '#lib/clock.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import type { Exposition } from '#lib/metrics/exposition.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { StoredScrape } from '#lib/store/store.ts';
import { type ClockDiff, clocksTouched } from './clock-links.ts';
import type { DerivedSamples } from './clock-samples.ts';
import type { PairDiff } from './diff-readings.ts';
import { hostEntry, pairEntry, vmEntry } from './exposition-entry.ts';
import type { FleetMemory, PairMemory } from './fleet-memory.ts';
import type { OwnerIndex } from './owner-index.ts';
import { movedScrapeFamilies, scrapeFamilies, toScrapeSamples } from './scrape-samples.ts';

/** Series vanish after this many intervals without a reading. */
const missedIntervals = 3;

interface Freshness {
  readonly host: string;
  readonly collector: AnyCollector;
  /** Whose series are shown. */
  shown: StoredScrape;
  /** Monotonic milliseconds; undefined where no reading ever came. */
  readingAt: number | undefined;
  staleAfterMs: number;
  fresh: boolean;
}

/** Age of one pair's reading, for the series that change at every scrape. */
export interface ReadingAge {
  readonly host: string;
  readonly collector: string;
  readonly ageSeconds: number;
}

export interface PublisherOptions {
  readonly exposition: Exposition;
  readonly memory: FleetMemory;
  readonly owners: OwnerIndex;
  readonly registry: readonly AnyCollector[];
  readonly clock: Clock;
  /** Samples that are joined from several collectors; shown and taken away with the readings of the one that carries them. */
  readonly derived?: DerivedSamples;
  /** Told where a collector threw while it made samples: a fault of ours that costs only these series. */
  readonly onFault: (host: string, collector: string, error: unknown) => void;
}

/**
 * Keeps the exposition equal to what memory holds. Only what changed is rendered: a VM's lines of one collector when that reading moved,
 * all of its lines when its owner or name did. Readings that are too old take their series with them.
 */
export class ReadingPublisher {
  readonly #options: PublisherOptions;
  readonly #owners: OwnerIndex;
  readonly #pairs = new Map<string, Freshness>();
  readonly #vmFamilies: ReadonlyMap<string, readonly string[]>;
  readonly #hostFamilies: ReadonlyMap<string, readonly string[]>;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#owners = options.owners;
    const families = (ofVm: boolean) =>
      new Map(
        options.registry.map(({ name, metrics }) => [
          name,
          metrics.filter(({ labels }) => labels.includes('vm_id') === ofVm).map((metric) => metric.name),
        ]),
      );
    this.#vmFamilies = families(true);
    this.#hostFamilies = families(false);
  }

  /** Shows what was loaded of a host from the store; what is too old by now stays away. */
  publishLoaded(host: string): void {
    for (const [name, pair] of this.#options.memory.get(host)?.pairs ?? []) {
      if (pair.scrape === undefined) continue;
      this.publishTick(host, [{ collector: name, scrape: pair.scrape, hostChanged: true, changed: pair.vms, removed: [] }]);
    }
  }

  /** Shows what a committed tick changed. Memory must hold it already. */
  publishTick(
    host: string,
    diffs: readonly Pick<PairDiff, 'collector' | 'scrape' | 'hostChanged' | 'changed' | 'removed'>[],
  ): void {
    for (const diff of diffs) {
      const becameFresh = this.#noteScrape(diff.scrape);
      const touched = [...diff.changed.keys(), ...diff.removed];
      const moved = diff.collector === 'vm' ? this.#moveOwners(host, [...touched, ...this.#owners.shaken(host)]) : noVms;
      for (const vmId of moved) this.#renderVm(vmId);
      for (const vmId of becameFresh ? this.#vmsOf(host, diff.collector) : touched) {
        const concerned = this.#owners.ownerOf(vmId)?.host === host && !moved.has(vmId);
        if (concerned) this.#renderPart(vmId, diff.collector);
      }
      this.#renderTouchedClocks(host, diff);
      if (diff.hostChanged || becameFresh) this.#renderHost(host, diff.collector);
    }
  }

  /** Takes away all that is shown of a host. Memory must have forgotten its pairs already; `pairs` is what they were. */
  removeHost(host: string, pairs: ReadonlyMap<string, PairMemory>): void {
    const { exposition } = this.#options;
    for (const [collector, { vms }] of pairs) {
      this.#pairs.delete(pairEntry(host, collector));
      exposition.remove(pairEntry(host, collector), scrapeFamilies);
      exposition.remove(hostEntry(host), this.#hostFamilies.get(collector) ?? []);
      if (collector === 'vm') for (const vmId of this.#moveOwners(host, vms.keys())) this.#renderVm(vmId);
    }
  }

  /** Takes the series of readings that are too old away. Call before the text is read. */
  expire(): void {
    const now = this.#options.clock.monotonic();
    for (const state of this.#pairs.values()) {
      if (!state.fresh || isFresh(state, now)) continue;
      state.fresh = false;
      this.#options.exposition.remove(hostEntry(state.host), this.#hostFamilies.get(state.collector.name) ?? []);
      for (const vmId of this.#vmsOf(state.host, state.collector.name)) {
        if (this.#owners.ownerOf(vmId)?.host === state.host) this.#renderPart(vmId, state.collector.name);
      }
    }
  }

  /** Whether the pair's readings are shown; undefined where it never answered. */
  isShown(host: string, collector: string): boolean | undefined {
    const state = this.#pairs.get(pairEntry(host, collector));
    return state?.readingAt === undefined ? undefined : isFresh(state, this.#options.clock.monotonic());
  }

  /** How old each pair's reading is, stale ones included. */
  ages(): ReadingAge[] {
    const now = this.#options.clock.monotonic();
    return [...this.#pairs.values()].flatMap(({ host, collector, readingAt }) =>
      readingAt === undefined ? [] : [{ host, collector: collector.name, ageSeconds: Math.round(now - readingAt) / 1_000 }],
    );
  }

  /** Returns whether the pair's readings were not shown before and are now. */
  #noteScrape(scrape: StoredScrape): boolean {
    const { host, lastReadingAt } = scrape;
    const collector = this.#options.registry.find(({ name }) => name === scrape.collector);
    const plan = this.#options.memory.get(host)?.plans.get(scrape.collector);
    if (collector === undefined || plan === undefined) return false;
    const { clock, exposition } = this.#options;
    const key = pairEntry(host, collector.name);
    const known = this.#pairs.get(key);
    const families = movedScrapeFamilies(known?.shown, scrape);
    exposition.set(key, families, toScrapeSamples(scrape, families));
    const state: Freshness = known ?? { host, collector, shown: scrape, readingAt: undefined, staleAfterMs: 0, fresh: false };
    state.shown = scrape;
    this.#pairs.set(key, state);
    // A failed scrape leaves the reading, its age and its time limit as they were; back-off must not stretch the limit.
    if (lastReadingAt === undefined || (known !== undefined && scrape.failures > 0)) return false;
    const intervalMs = scrape.failures > 0 ? plan.intervalMs : scrape.intervalSeconds * 1_000;
    state.readingAt = clock.monotonic() - Math.max(0, clock.now() - lastReadingAt);
    state.staleAfterMs = missedIntervals * intervalMs + plan.timeoutMs;
    const wasFresh = state.fresh;
    state.fresh = isFresh(state, clock.monotonic());
    return state.fresh && !wasFresh;
  }

  #moveOwners(host: string, vmIds: Iterable<VmId>): ReadonlySet<VmId> {
    return new Set([...vmIds].filter((vmId) => this.#owners.update(vmId, host)));
  }

  #vmsOf(host: string, collector: string): VmId[] {
    return [...(this.#options.memory.get(host)?.pairs.get(collector)?.vms.keys() ?? [])];
  }

  #renderVm(vmId: VmId): void {
    for (const { name } of this.#options.registry) this.#renderPart(vmId, name);
  }

  /** What a host's clock is, and whether a beacon stands still, is part of what is said of its VMs. */
  #renderTouchedClocks(host: string, diff: ClockDiff): void {
    const { memory, derived } = this.#options;
    const held = memory.get(host);
    if (held === undefined || derived === undefined) return;
    for (const vmId of clocksTouched(held, diff)) {
      if (this.#owners.ownerOf(vmId)?.host === host) this.#renderDerived(vmId, derived);
    }
  }

  #renderDerived(vmId: VmId, { collector, families, samplesOf }: DerivedSamples): void {
    const owner = this.#owners.ownerOf(vmId);
    const state = owner && this.#pairs.get(pairEntry(owner.host, collector));
    if (owner === undefined || state?.fresh !== true) this.#options.exposition.remove(vmEntry(vmId), families);
    else this.#guarded(owner.host, state.collector, vmEntry(vmId), families, () => samplesOf(vmId));
  }

  #renderPart(vmId: VmId, collectorName: string): void {
    const { derived } = this.#options;
    if (derived?.collector === collectorName) this.#renderDerived(vmId, derived);
    const families = this.#vmFamilies.get(collectorName) ?? [];
    const owner = this.#owners.ownerOf(vmId);
    const state = owner && this.#pairs.get(pairEntry(owner.host, collectorName));
    const reading = owner && this.#options.memory.get(owner.host)?.pairs.get(collectorName)?.vms.get(vmId);
    if (owner === undefined || reading === undefined || state?.fresh !== true) {
      this.#options.exposition.remove(vmEntry(vmId), families);
      return;
    }
    this.#guarded(owner.host, state.collector, vmEntry(vmId), families, () =>
      state.collector.vmSamples?.(reading, { vmId, name: owner.name, host: owner.host }),
    );
  }

  #renderHost(host: string, collectorName: string): void {
    const families = this.#hostFamilies.get(collectorName) ?? [];
    const state = this.#pairs.get(pairEntry(host, collectorName));
    const reading = this.#options.memory.get(host)?.pairs.get(collectorName)?.host;
    if (reading === undefined || state?.fresh !== true) {
      this.#options.exposition.remove(hostEntry(host), families);
      return;
    }
    this.#guarded(host, state.collector, hostEntry(host), families, () => state.collector.hostSamples?.(reading, host));
  }

  #guarded(
    host: string,
    collector: AnyCollector,
    entry: string,
    families: readonly string[],
    samples: () => Samples | undefined,
  ): void {
    const { exposition, onFault } = this.#options;
    try {
      exposition.set(entry, families, samples() ?? []);
    } catch (error) {
      exposition.remove(entry, families);
      onFault(host, collector.name, error);
    }
  }
}

type Samples = Parameters<Exposition['set']>[2];
const noVms: ReadonlySet<VmId> = new Set();

function isFresh({ readingAt, staleAfterMs }: Freshness, now: number): boolean {
  return readingAt !== undefined && now - readingAt <= staleAfterMs;
}

/** Families that the exposition holds; the age changes at every scrape and is rendered then. */
export const exposedDefinitions = Object.values(catalog).filter(
  ({ name }) => name !== catalog.hvitals_scrape_reading_age_seconds.name,
);
