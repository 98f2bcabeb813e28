import { z } from 'zod';
import { defineCollector } from '#collectors/collector.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import { type HostReading, hostReading } from '#lib/model/readings/host.ts';
import { parseHost } from './host.parse.ts';
import { toHostSamples } from './host.samples.ts';

/** What a host is set up as. Docs: host.md. */
export const host = defineCollector<HostReading, never, null>({
  name: 'host',
  help: 'Version and memory of the host, what is set up for live migration, and its place in a cluster.',
  intervalSeconds: 60,
  timeoutSeconds: 10,
  metrics: [
    catalog.hvitals_host_info,
    catalog.hvitals_host_boot_time_seconds,
    catalog.hvitals_host_memory_bytes,
    catalog.hvitals_host_memory_free_bytes,
    catalog.hvitals_host_live_migration_ready,
    catalog.hvitals_host_cluster_node_state,
    catalog.hvitals_host_cluster_node_drain,
  ],
  hostReading,
  // VMs have no reading of this collector.
  vmReading: z.never(),
  args: () => ({}),
  parse: parseHost,
  hostSamples: toHostSamples,
});
