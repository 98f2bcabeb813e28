import { defineCollector } from '#collectors/collector.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import { type VmHostReading, type VmReading, vmHostReading, vmReading } from '#lib/model/readings/vm.ts';
import { parseVm } from './vm.parse.ts';
import { toVmHostSamples, toVmSamples } from './vm.samples.ts';

/** Inventory and power state of the VMs of a host. Docs: vm.md. */
export const vm = defineCollector<VmHostReading, VmReading, null>({
  name: 'vm',
  help: 'Inventory, power state, start time and health of every VM; realized, planned and replica instances told apart.',
  intervalSeconds: 15,
  timeoutSeconds: 5,
  metrics: [
    catalog.hvitals_vm_info,
    catalog.hvitals_vm_state,
    catalog.hvitals_vm_health_state,
    catalog.hvitals_vm_start_time_seconds,
    catalog.hvitals_host_vm_instances,
  ],
  hostReading: vmHostReading,
  vmReading,
  args: () => ({}),
  parse: parseVm,
  hostSamples: toVmHostSamples,
  vmSamples: toVmSamples,
});
