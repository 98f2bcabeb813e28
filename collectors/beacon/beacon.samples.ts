import type { VmIdentity } from '#collectors/collector.ts';
import type { BeaconReading } from '#lib/model/readings/beacon.ts';
import type { Sample } from '#lib/series/sample.ts';

/** When the beacon last advanced, by the host's clock; no series without a beacon. */
export function toBeaconSamples(reading: BeaconReading, vm: VmIdentity): readonly Sample[] {
  if (!reading.present) return [];
  const labels = { vm_id: vm.vmId, vm: vm.name };
  return [{ metric: 'hvitals_vm_beacon_seen_timestamp_seconds', labels, value: reading.seenAt / 1_000 }];
}
