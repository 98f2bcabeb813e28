import { decideOwner } from '#lib/derive/owner.ts';
import type { VmReading } from '#lib/model/readings/vm.ts';
import type { VmId } from '#lib/model/vm-id.ts';

/** Who stands for a VM id in the metrics, and under what name. */
export interface VmOwner {
  readonly host: string;
  readonly name: string;
}

interface Place {
  readonly host: string;
  readonly reading: VmReading;
}

/** Which host's readings stand for each VM id, kept up to date reading by reading. */
export class OwnerIndex {
  readonly #places = new Map<VmId, Map<string, Place>>();
  readonly #owners = new Map<VmId, VmOwner>();

  ownerOf(vmId: VmId): VmOwner | undefined {
    return this.#owners.get(vmId);
  }

  /** Notes a host's reading of a VM, or with undefined that the VM is gone from there. Returns whether owner or name moved. */
  update(vmId: VmId, host: string, reading: VmReading | undefined): boolean {
    const places = this.#places.get(vmId) ?? new Map<string, Place>();
    if (reading === undefined) places.delete(host);
    else places.set(host, { host, reading });
    if (places.size === 0) this.#places.delete(vmId);
    else this.#places.set(vmId, places);
    return this.#decide(vmId, [...places.values()]);
  }

  #decide(vmId: VmId, places: readonly Place[]): boolean {
    const { owner } = decideOwner(places);
    const before = this.#owners.get(vmId);
    if (owner === undefined) this.#owners.delete(vmId);
    else this.#owners.set(vmId, { host: owner.host, name: owner.reading.name });
    return before?.host !== owner?.host || before?.name !== owner?.reading.name;
  }
}
