import { isCalmClock } from '#lib/findings/calm-clock.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { FleetMemory } from './fleet-memory.ts';
import { type JoinedFacts, joinClockFacts } from './joined-facts.ts';
import type { OwnerIndex } from './owner-index.ts';

/**
 * VMs about whose clocks there was nothing to say when they were last judged. A host's clock is read twice a minute, and moves by
 * microseconds: as long as it leaves all offsets within what the rules let pass, its VMs need not be judged for it.
 */
export class CalmClocks {
  readonly #memory: FleetMemory;
  readonly #owners: Pick<OwnerIndex, 'hostsOf'>;
  readonly #calm = new Set<VmId>();

  constructor(memory: FleetMemory, owners: Pick<OwnerIndex, 'hostsOf'>) {
    this.#memory = memory;
    this.#owners = owners;
  }

  /** Takes note of the facts that a VM is judged by. */
  note(vmId: VmId, joined: JoinedFacts | undefined): void {
    if (joined !== undefined && isCalmClock(joined.facts)) this.#calm.add(vmId);
    else this.#calm.delete(vmId);
  }

  /** Whether the clock of a host leaves the judgement of one of its VMs as it is. Memory must hold the clock's new reading. */
  staysCalm(vmId: VmId, host: string): boolean {
    // Where it stands on two hosts, whose clock counts is for the judgement to decide.
    if (!this.#calm.has(vmId) || this.#owners.hostsOf(vmId).size > 1) return false;
    const facts = joinClockFacts(this.#memory, host, vmId);
    return facts !== undefined && isCalmClock(facts);
  }
}
