import type { VmIdentity } from '#collectors/collector.ts';
import { componentStatus } from '#lib/model/component-status.ts';
import { integrationServices } from '#lib/model/integration-service.ts';
import type { IntegrationServicesReading } from '#lib/model/readings/integration-services.ts';
import type { Sample } from '#lib/series/sample.ts';

/**
 * One series per service. Switched off on the host is 32896 in any state of the VM; switched on without a component row is no series,
 * because an off or starting VM has no rows and no verdict (cim-facts.md 3.2). The second status is a remark and never a series.
 */
export function toIntegrationServicesSamples(reading: IntegrationServicesReading, vm: VmIdentity): readonly Sample[] {
  const samples: Sample[] = [];
  for (const service of integrationServices) {
    const status = reading.services[service];
    if (status === undefined) continue;
    const value = status.enabled ? status.primary : componentStatus.disabled;
    if (value === undefined) continue;
    const labels = { vm_id: vm.vmId, vm: vm.name, service };
    samples.push({ metric: 'hvitals_vm_integration_services_status', labels, value });
  }
  return samples;
}
