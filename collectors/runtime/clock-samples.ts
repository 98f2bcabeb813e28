import { isStaleBeacon } from '#lib/derive/beacon-age.ts';
import { currentClock } from '#lib/derive/host-facts.ts';
import { type VmClock, vmClock } from '#lib/derive/vm-clock.ts';
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

interface Made {
  readonly name: string;
  readonly hostReading: unknown;
  readonly stale: boolean;
  readonly samples: readonly Sample[];
}

/** Offsets, bounds and frequency of a VM's clock; none where its beacon is stale or says nothing of a clock. */
export function createClockSamples(memory: FleetMemory, owners: Pick<OwnerIndex, 'ownerOf'>): DerivedSamples {
  // By the beacon's reading: what /metrics shows is recorded too, and most of a VM's clock is the same until its beacon speaks again.
  const known = new WeakMap<object, Made>();
  return {
    collector: 'beacon',
    families: clockDefinitions.map(({ name }) => name),
    samplesOf(vmId) {
      const owner = owners.ownerOf(vmId);
      // Only the owner's readings count, so the other places and collectors are not joined: this runs several times a minute for every VM.
      const facts = owner && joinClockFacts(memory, owner.host, vmId);
      const beacon = facts?.parts.beacon;
      if (owner === undefined || facts === undefined || beacon?.reading.present !== true) return [];
      const hostReading = currentClock(facts.hostFacts);
      const stale = isStaleBeacon({ ...beacon, reading: beacon.reading });
      const before = known.get(beacon.reading);
      if (before?.name === owner.name && before.hostReading === hostReading && before.stale === stale) return before.samples;
      const samples = toClockSamples(vmClock(facts), { vm_id: vmId, vm: owner.name });
      known.set(beacon.reading, { name: owner.name, hostReading, stale, samples });
      return samples;
    },
  };
}

function toClockSamples(clock: VmClock | undefined, labels: Sample['labels']): readonly Sample[] {
  if (clock === undefined || clock.stale) return [];
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
}
