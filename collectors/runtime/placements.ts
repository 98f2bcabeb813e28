import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/log.ts';
import type { VmReading } from '#lib/model/readings/vm.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { Store, StoredEvent, StoredScrape } from '#lib/store/store.ts';
import type { PairDiff } from './diff-readings.ts';
import type { FleetMemory } from './fleet-memory.ts';
import type { OwnMetrics } from './own-metrics.ts';
import type { OwnerIndex } from './owner-index.ts';
import { type Home, type Move, toPlacedEvent } from './placed-event.ts';

export interface PlacementOptions {
  readonly store: Pick<Store, 'commitEvents'>;
  readonly memory: FleetMemory;
  /** Must be up to date with memory when a tick is noted. */
  readonly owners: Pick<OwnerIndex, 'hostsOf' | 'ownerOf'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<OwnMetrics, 'observeCommit'>;
}

type TickDiff = Pick<PairDiff, 'collector' | 'changed' | 'removed'> & {
  readonly scrape: Pick<StoredScrape, 'failures' | 'lastReadingAt'>;
};

/** Both hosts list a VM for seconds while it moves; one that the old host still lists so much later was copied. */
const copiedAfterMs = 120_000;
/** A VM that turns up somewhere else so much later was brought there in another way. */
const goneForMs = 3_600_000;
/** More than this many events wait for a store that takes none; then the oldest is given up, and said. */
const mostWaiting = 1_000;

/** When the VMs of a host were read last, and before that. */
interface Reads {
  readonly last: number;
  readonly before: number | undefined;
}

/**
 * Tells where the owner of a VM id goes from one host to another: once, when the new host lists it anew and the old one either
 * answers without it or does not answer. A replica, an incoming VM, a copy that stays beside the original, and where VMs are found
 * when their host is seen first tell nothing. What happens between two writes of the store is lost if the daemon is killed there.
 */
export class PlacementWatch {
  readonly #options: PlacementOptions;
  readonly #homes = new Map<VmId, Home>();
  readonly #reads = new Map<string, Reads>();
  /** Hosts on which a VM became a realized one while its home was another, and when. */
  readonly #arrivals = new Map<VmId, Map<string, { readonly at: number; readonly wasReplica: boolean }>>();
  /** The kind in which each VM stands on a host that is not its home. */
  readonly #replicas = new Map<VmId, Set<string>>();
  /** VMs whose owner is not at home, and that may have moved. */
  readonly #unsettled = new Set<VmId>();
  #waiting: Omit<StoredEvent, 'id'>[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(options: PlacementOptions) {
    this.#options = options;
  }

  /** Call once hosts have come into memory from the store: whatever they hold is at home there. */
  noteLoaded(hosts: Iterable<string>): void {
    for (const host of hosts) {
      const pair = this.#options.memory.get(host)?.pairs.get('vm');
      if (pair?.scrape?.lastReadingAt !== undefined)
        this.#reads.set(host, { last: pair.scrape.lastReadingAt, before: undefined });
      for (const vmId of pair?.vms.keys() ?? []) {
        this.#noteReplica(vmId, host);
        if (!this.#homes.has(vmId)) this.#settle(vmId, this.#options.owners.ownerOf(vmId)?.host);
      }
    }
  }

  /** Call once a host is out of memory: what was at home there is at home where it is found. */
  forget(host: string): void {
    this.#reads.delete(host);
    for (const [vmId, home] of this.#homes) if (home.host === host) this.#settle(vmId, this.#options.owners.ownerOf(vmId)?.host);
  }

  /** Notes what a committed tick showed, and writes what moved. Memory and owners must hold the tick. Never rejects. */
  noteTick(host: string, diffs: readonly TickDiff[]): Promise<void> {
    const diff = diffs.find(({ collector }) => collector === 'vm');
    if (diff !== undefined) {
      const isFirst = this.#noteRead(host, diff);
      for (const vmId of [...diff.changed.keys(), ...diff.removed]) this.#noteVm(vmId, host, isFirst);
      for (const vmId of [...this.#unsettled]) {
        if (this.#homes.get(vmId)?.host === host || this.#options.owners.ownerOf(vmId)?.host === host) this.#decide(vmId);
      }
    }
    return this.#write();
  }

  /** Returns whether the host has never been read before. */
  #noteRead(host: string, { scrape }: TickDiff): boolean {
    const known = this.#reads.get(host);
    const { lastReadingAt, failures } = scrape;
    if (failures > 0 || lastReadingAt === undefined || lastReadingAt === known?.last) return false;
    this.#reads.set(host, { last: lastReadingAt, before: known?.last });
    return known === undefined;
  }

  #noteVm(vmId: VmId, host: string, isFirst: boolean): void {
    const reading = this.#readingOf(vmId, host);
    const wasReplica = this.#replicas.get(vmId)?.has(host) ?? false;
    this.#noteReplica(vmId, host);
    const home = this.#homes.get(vmId);
    if (home === undefined) {
      this.#settle(vmId, this.#options.owners.ownerOf(vmId)?.host);
      return;
    }
    const arrivals = this.#arrivals.get(vmId) ?? new Map<string, { at: number; wasReplica: boolean }>();
    if (home.host === host) this.#noteAtHome(vmId, home, reading);
    else if (reading?.kind !== 'realized') arrivals.delete(host);
    else if (!isFirst && !arrivals.has(host)) arrivals.set(host, { at: this.#options.clock.now(), wasReplica });
    if (arrivals.size === 0) this.#arrivals.delete(vmId);
    else this.#arrivals.set(vmId, arrivals);
    this.#unsettled.add(vmId);
  }

  #noteAtHome(vmId: VmId, home: Home, reading: VmReading | undefined): void {
    if (reading?.kind === 'realized') {
      const { startedAt, state } = reading;
      this.#homes.set(vmId, { host: home.host, startedAt, state, left: undefined });
    } else if (home.left === undefined) {
      const reads = this.#reads.get(home.host);
      const now = this.#options.clock.now();
      this.#homes.set(vmId, { ...home, left: { at: now, lastSeenAt: reads?.before ?? reads?.last ?? now } });
    }
  }

  #noteReplica(vmId: VmId, host: string): void {
    const replicas = this.#replicas.get(vmId) ?? new Set<string>();
    if (this.#readingOf(vmId, host)?.kind === 'replica') replicas.add(host);
    else replicas.delete(host);
    if (replicas.size === 0) this.#replicas.delete(vmId);
    else this.#replicas.set(vmId, replicas);
  }

  #decide(vmId: VmId): void {
    const home = this.#homes.get(vmId);
    const owner = this.#options.owners.ownerOf(vmId)?.host;
    const now = this.#options.clock.now();
    this.#dropCopies(vmId, home, now);
    if (home === undefined || owner === undefined || owner === home.host) {
      const isGone = home?.left !== undefined && owner === undefined;
      if (isGone && now - home.left.at > goneForMs) this.#forgetVm(vmId);
      else if (!isGone && this.#arrivals.get(vmId) === undefined) this.#unsettled.delete(vmId);
      return;
    }
    const isAway = (this.#options.memory.get(home.host)?.pairs.get('vm')?.scrape?.failures ?? 0) > 0;
    // The old host still lists it, by a word that counts.
    if (home.left === undefined && !isAway) return;
    const arrival = this.#arrivals.get(vmId)?.get(owner);
    const before = home.left?.lastSeenAt ?? this.#reads.get(home.host)?.last ?? now;
    if (arrival !== undefined) this.#tell(vmId, { home, to: owner, arrival, notBefore: before, isAway });
    // An old copy took over because the original is gone: it did not move. While the original is only out of reach, it may come back.
    if (arrival !== undefined || !isAway) this.#settle(vmId, owner);
  }

  #tell(vmId: VmId, move: Omit<Move, 'vmId' | 'reading' | 'now'>): void {
    const reading = this.#readingOf(vmId, move.to);
    const now = this.#options.clock.now();
    if (reading === undefined) return;
    const event = toPlacedEvent({ ...move, vmId, reading, now });
    this.#options.log.info({ vmId, from: move.home.host, to: move.to }, 'VM placed');
    this.#waiting.push(event);
    if (this.#waiting.length <= mostWaiting) return;
    this.#waiting.shift();
    this.#options.log.error({ mostWaiting }, 'a placement is given up, the store takes no events');
  }

  /** What the old host lists beside the new one for long is a copy, and no VM on its way. */
  #dropCopies(vmId: VmId, home: Home | undefined, now: number): void {
    const arrivals = this.#arrivals.get(vmId);
    const homeReadAt = home === undefined ? undefined : this.#reads.get(home.host)?.last;
    if (arrivals === undefined || home === undefined || home.left !== undefined || homeReadAt === undefined) return;
    for (const [host, { at }] of arrivals) {
      if (homeReadAt - at > copiedAfterMs && now - at > copiedAfterMs) arrivals.delete(host);
    }
    if (arrivals.size === 0) this.#arrivals.delete(vmId);
  }

  #settle(vmId: VmId, host: string | undefined): void {
    this.#arrivals.delete(vmId);
    this.#unsettled.delete(vmId);
    const reading = host === undefined ? undefined : this.#readingOf(vmId, host);
    if (host === undefined || reading === undefined) this.#homes.delete(vmId);
    else this.#homes.set(vmId, { host, startedAt: reading.startedAt, state: reading.state, left: undefined });
  }

  #forgetVm(vmId: VmId): void {
    this.#homes.delete(vmId);
    this.#arrivals.delete(vmId);
    this.#unsettled.delete(vmId);
  }

  #readingOf(vmId: VmId, host: string): VmReading | undefined {
    // The collector `vm` makes these readings, and its schema checked the loaded ones.
    return this.#options.memory.get(host)?.pairs.get('vm')?.vms.get(vmId) as VmReading | undefined;
  }

  async #write(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const done = this.#writing.then(() => this.#writeWaiting());
    this.#writing = done;
    await done;
  }

  async #writeWaiting(): Promise<void> {
    const events = this.#waiting;
    if (events.length === 0) return;
    const { store, clock, log, metrics } = this.#options;
    const startedAt = clock.monotonic();
    try {
      await store.commitEvents(events);
      metrics.observeCommit(true, clock.monotonic() - startedAt);
      this.#waiting = this.#waiting.filter((event) => !events.includes(event));
    } catch (error) {
      // Tried again with the next tick; told twice it is kept once.
      metrics.observeCommit(false, clock.monotonic() - startedAt);
      log.error({ err: error }, 'placements could not be stored yet');
    }
  }
}
