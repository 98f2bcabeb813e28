import { defineCollector } from '#collectors/collector.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import { type HeartbeatReading, heartbeatReading } from '#lib/model/readings/heartbeat.ts';
import { parseHeartbeat } from './heartbeat.parse.ts';
import { toHeartbeatSamples } from './heartbeat.samples.ts';

/** Heartbeat of the VMs of a host. Docs: heartbeat.md. */
export const heartbeat = defineCollector<never, HeartbeatReading, null>({
  name: 'heartbeat',
  help: 'Heartbeat of every VM with the health of its applications; a heartbeat that never came is told apart from one that was lost.',
  intervalSeconds: 15,
  timeoutSeconds: 5,
  metrics: [catalog.hvitals_vm_heartbeat_status, catalog.hvitals_vm_heartbeat_application_status],
  vmReading: heartbeatReading,
  args: () => ({}),
  parse: parseHeartbeat,
  vmSamples: toHeartbeatSamples,
});
