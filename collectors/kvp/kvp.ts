import { defineCollector } from '#collectors/collector.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import { type KvpReading, kvpReading } from '#lib/model/readings/kvp.ts';
import { parseKvp } from './kvp.parse.ts';
import { toKvpSamples } from './kvp.samples.ts';
import { type KvpState, readKvpState } from './kvp-state.ts';

/** Key-value pairs that hosts and guests exchange. Docs: kvp.md. */
export const kvp = defineCollector<never, KvpReading, KvpState>({
  name: 'kvp',
  help: 'Key-value pairs of every VM: what the guest reports of itself, what software in it publishes, what the host offers; with history.',
  intervalSeconds: 60,
  timeoutSeconds: 15,
  metrics: [catalog.hvitals_vm_kvp_intrinsic_items, catalog.hvitals_vm_kvp_guest_items],
  vmReading: kvpReading,
  args: (state) => ({ known: readKvpState(state).known }),
  parse: parseKvp,
  vmSamples: toKvpSamples,
});
