import { vmClock } from '#lib/derive/vm-clock.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import type { MetricDefinition } from '#lib/metrics/metric-definition.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { Sample } from '#lib/series/sample.ts';
import type { FleetMemory } from './fleet-memory.ts';
import { joinClockFacts } from './joined-facts.ts';
import type { OwnerIndex } from './owner-index.ts';

/** Families of the clocks of VMs, which are joined from beacons and the clocks of hosts; no collector claims them. */
export const clockDefinitions: readonly MetricDefinition[] = [
  catalog.hvitals_vm_clock_offset_seconds,
  catalog.hvitals_vm_clock_offset_bound_seconds,
  catalog.hvitals_vm_clock_frequency_ppm,
];

/** Samples that are joined from readings of several collectors. They live and go stale with the readings of one of them. */
export interface DerivedSamples {
  /** The collector whose readings carry them. */
  readonly collector: string;
  readonly families: readonly string[];
  /** Samples of a VM, by the readings of its owner. */
  samplesOf(vmId: VmId): readonly Sample[];
}

/** Offsets, bounds and frequency of a VM's clock; none where its beacon is stale or says nothing of a clock. */
export function createClockSamples(memory: FleetMemory, owners: Pick<OwnerIndex, 'ownerOf'>): DerivedSamples {
  return {
    collector: 'beacon',
    families: clockDefinitions.map(({ name }) => name),
    samplesOf(vmId) {
      const owner = owners.ownerOf(vmId);
      // Only the owner's readings count, so the other places and collectors are not joined: this runs twice a minute for every VM.
      const facts = owner && joinClockFacts(memory, owner.host, vmId);
      const clock = facts && vmClock(facts);
      if (owner === undefined || clock === undefined || clock.stale) return [];
      const labels = { vm_id: vmId, vm: owner.name };
      const offsets = [
        ['ntp', clock.vsNtp],
        ['host', clock.vsHost],
      ] as const;
      const samples = offsets.flatMap(([reference, offset]): readonly Sample[] => {
        if (offset === undefined) return [];
        const own = { ...labels, reference };
        return [
          { metric: catalog.hvitals_vm_clock_offset_seconds.name, labels: own, value: offset.seconds },
          { metric: catalog.hvitals_vm_clock_offset_bound_seconds.name, labels: own, value: offset.boundSeconds },
        ];
      });
      if (clock.frequencyPpm === undefined) return samples;
      return [...samples, { metric: catalog.hvitals_vm_clock_frequency_ppm.name, labels, value: clock.frequencyPpm }];
    },
  };
}
