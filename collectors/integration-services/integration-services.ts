import { defineCollector } from '#collectors/collector.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import { type IntegrationServicesReading, integrationServicesReading } from '#lib/model/readings/integration-services.ts';
import { parseIntegrationServices } from './integration-services.parse.ts';
import { toIntegrationServicesSamples } from './integration-services.samples.ts';

/** The six integration services of the VMs of a host. Docs: integration-services.md. */
export const integrationServices = defineCollector<never, IntegrationServicesReading, null>({
  name: 'integration-services',
  help: 'The six integration services of every VM: switched on at the host or not, and what the component says.',
  intervalSeconds: 60,
  timeoutSeconds: 10,
  metrics: [catalog.hvitals_vm_integration_services_status],
  vmReading: integrationServicesReading,
  args: () => ({}),
  parse: parseIntegrationServices,
  vmSamples: toIntegrationServicesSamples,
});
