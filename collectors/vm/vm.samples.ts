import type { VmIdentity } from '#collectors/collector.ts';
import { type VmHostReading, type VmReading, vmKinds } from '#lib/model/readings/vm.ts';
import type { Sample } from '#lib/series/sample.ts';

/** `hvitals_host_vm_instances` of one host, one series per kind, 0 included. */
export function toVmHostSamples(reading: VmHostReading, host: string): readonly Sample[] {
  return vmKinds.map((kind) => ({
    metric: 'hvitals_host_vm_instances',
    labels: { host, kind },
    value: reading.instances[kind],
  }));
}

/** Identity, state, health and start of one VM. What the host did not say has no series, and no label. */
export function toVmSamples(reading: VmReading, vm: VmIdentity): readonly Sample[] {
  const labels = { vm_id: vm.vmId, vm: vm.name };
  const info = {
    host: vm.host,
    ...(reading.generation === undefined ? {} : { generation: String(reading.generation) }),
    ...(reading.version === undefined ? {} : { version: reading.version }),
  };
  const samples: Sample[] = [
    { metric: 'hvitals_vm_info', labels: { ...labels, ...info }, value: 1 },
    { metric: 'hvitals_vm_state', labels, value: reading.state },
  ];
  if (reading.healthState !== undefined) samples.push({ metric: 'hvitals_vm_health_state', labels, value: reading.healthState });
  if (reading.startedAt !== undefined)
    samples.push({ metric: 'hvitals_vm_start_time_seconds', labels, value: Date.parse(reading.startedAt) / 1_000 });
  return samples;
}
