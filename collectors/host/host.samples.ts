import { clusterNodeStates, drainStates, type HostReading } from '#lib/model/readings/host.ts';
import type { Sample } from '#lib/series/sample.ts';

/** Version, memory, live migration and cluster of one host. What it did not say has no series. */
export function toHostSamples(reading: HostReading, host: string): readonly Sample[] {
  const labels = { host };
  const samples: Sample[] = [];
  const { ready, obstacles } = reading.readiness;
  if (!obstacles.includes('unknown')) samples.push({ metric: 'hvitals_host_live_migration_ready', labels, value: ready ? 1 : 0 });
  if (reading.version !== undefined) {
    const network = reading.liveMigration?.network ?? 'unknown';
    const cluster = reading.cluster?.name;
    const info = { version: reading.version, migration_network: network, ...(cluster === undefined ? {} : { cluster }) };
    samples.push({ metric: 'hvitals_host_info', labels: { ...labels, ...info }, value: 1 });
  }
  if (reading.bootedAt !== undefined) {
    samples.push({ metric: 'hvitals_host_boot_time_seconds', labels, value: Date.parse(reading.bootedAt) / 1_000 });
  }
  if (reading.memoryBytes !== undefined)
    samples.push({ metric: 'hvitals_host_memory_bytes', labels, value: reading.memoryBytes });
  if (reading.freeMemoryBytes !== undefined) {
    samples.push({ metric: 'hvitals_host_memory_free_bytes', labels, value: reading.freeMemoryBytes });
  }
  return [...samples, ...toNodeSamples(reading, host)];
}

/** One series per state, the one that holds at 1; none for a host that is in no cluster. */
function toNodeSamples({ cluster }: HostReading, host: string): readonly Sample[] {
  const node = cluster?.node;
  if (node === undefined) return [];
  return [
    ...clusterNodeStates.map((state) => ({
      metric: 'hvitals_host_cluster_node_state' as const,
      labels: { host, state },
      value: node.state === state ? 1 : 0,
    })),
    ...drainStates.map((state) => ({
      metric: 'hvitals_host_cluster_node_drain' as const,
      labels: { host, state },
      value: node.drain === state ? 1 : 0,
    })),
  ];
}
