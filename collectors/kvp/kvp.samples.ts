import type { VmIdentity } from '#collectors/collector.ts';
import type { KvpReading } from '#lib/model/readings/kvp.ts';
import type { Sample } from '#lib/series/sample.ts';
import { countItems } from './kvp-block.ts';

/**
 * How many items a guest publishes; 0 where its daemon does not answer. No series without a component row or with the service switched
 * off on the host: nothing was asked then, and 0 would read as a dead daemon. Values are never labels.
 */
export function toKvpSamples(reading: KvpReading, vm: VmIdentity): readonly Sample[] {
  if (reading.primary === undefined || reading.enabled === false) return [];
  const labels = { vm_id: vm.vmId, vm: vm.name };
  const count = (block: 'intrinsic' | 'guest') => reading.counts?.[block] ?? countItems(reading[block]);
  return [
    { metric: 'hvitals_vm_kvp_intrinsic_items', labels, value: count('intrinsic') },
    { metric: 'hvitals_vm_kvp_guest_items', labels, value: count('guest') },
  ];
}
