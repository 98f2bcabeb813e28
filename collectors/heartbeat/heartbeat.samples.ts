import type { VmIdentity } from '#collectors/collector.ts';
import { componentStatus } from '#lib/model/component-status.ts';
import type { HeartbeatReading } from '#lib/model/readings/heartbeat.ts';
import type { Sample } from '#lib/series/sample.ts';

/**
 * Heartbeat status of one VM. Switched off on the host is 32896, whatever the component says, because a disabled component goes on
 * saying "ok" (hyperv-facts.md 2.1); without a component row there is no series.
 */
export function toHeartbeatSamples(reading: HeartbeatReading, vm: VmIdentity): readonly Sample[] {
  const labels = { vm_id: vm.vmId, vm: vm.name };
  if (reading.enabled === false) return [{ metric: 'hvitals_vm_heartbeat_status', labels, value: componentStatus.disabled }];
  const samples: Sample[] = [];
  if (reading.primary !== undefined) samples.push({ metric: 'hvitals_vm_heartbeat_status', labels, value: reading.primary });
  if (reading.secondary !== undefined)
    samples.push({ metric: 'hvitals_vm_heartbeat_application_status', labels, value: reading.secondary });
  return samples;
}
