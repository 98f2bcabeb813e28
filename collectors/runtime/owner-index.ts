import { staleAfterIntervals } from '#lib/derive/freshness.ts';
import { decideOwner } from '#lib/derive/owner.ts';
import { freshnessOf } from '#lib/derive/vm-parts.ts';
import type { VmReading } from '#lib/model/readings/vm.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { FleetMemory } from './fleet-memory.ts';

/** Who stands for a VM id in the metrics, and under what name. */
export interface VmOwner {
  readonly host: string;
  readonly name: string;
}

const noHosts: ReadonlySet<string> = new Set();

/** Where each VM id stands and which host's readings stand for it, kept up to date reading by reading. Memory must be ahead of it. */
export class OwnerIndex {
  readonly #memory: FleetMemory;
  readonly #places = new Map<VmId, Set<string>>();
  readonly #owners = new Map<VmId, VmOwner>();
  readonly #failures = new Map<string, number>();

  constructor(memory: FleetMemory) {
    this.#memory = memory;
  }

  ownerOf(vmId: VmId): VmOwner | undefined {
    return this.#owners.get(vmId);
  }

  /** Hosts whose collector `vm` lists the id. */
  hostsOf(vmId: VmId): ReadonlySet<string> {
    return this.#places.get(vmId) ?? noHosts;
  }

  /** Takes over what memory now holds of a VM on a host. Returns whether owner or name moved. */
  update(vmId: VmId, host: string): boolean {
    const places = this.#places.get(vmId) ?? new Set<string>();
    if (this.#readingOf(vmId, host) === undefined) places.delete(host);
    else places.add(host);
    if (places.size === 0) this.#places.delete(vmId);
    else this.#places.set(vmId, places);
    return this.#decide(vmId, places);
  }

  /**
   * VMs that stand on this host and on another, where the number of failed scrapes has moved so that their owner may move: a host
   * that goes away can lose its VMs to one that has taken them over. Empty else.
   */
  shaken(host: string): readonly VmId[] {
    const pair = this.#memory.get(host)?.pairs.get('vm');
    const failures = Math.min(pair?.scrape?.failures ?? 0, staleAfterIntervals);
    if ((this.#failures.get(host) ?? 0) === failures) return [];
    this.#failures.set(host, failures);
    return [...(pair?.vms.keys() ?? [])].filter((vmId) => this.hostsOf(vmId).size > 1);
  }

  #readingOf(vmId: VmId, host: string): VmReading | undefined {
    // The collector `vm` makes these readings, and its schema checked the loaded ones.
    return this.#memory.get(host)?.pairs.get('vm')?.vms.get(vmId) as VmReading | undefined;
  }

  #decide(vmId: VmId, places: ReadonlySet<string>): boolean {
    const instances = [...places].flatMap((host) => {
      const reading = this.#readingOf(vmId, host);
      if (reading === undefined) return [];
      const pair = this.#memory.get(host)?.pairs.get('vm');
      const { readAt, failures } = freshnessOf(pair?.scrape);
      return [{ host, reading, readAt, failures, changedAt: pair?.changedAt.get(vmId) ?? 0, name: reading.name }];
    });
    const { owner } = decideOwner(instances);
    const before = this.#owners.get(vmId);
    if (owner === undefined) this.#owners.delete(vmId);
    else this.#owners.set(vmId, { host: owner.host, name: owner.name });
    return before?.host !== owner?.host || before?.name !== owner?.name;
  }
}
