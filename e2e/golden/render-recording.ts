import type { AnyCollector } from '#collectors/collector.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import { Exposition } from '#lib/metrics/exposition.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { Sample } from '#lib/series/sample.ts';
import { parseRecording, type Recording } from './recording.ts';

/**
 * The series of one recording as /metrics writes them: by the same renderer, families in the order of the catalogue, VMs in the order
 * of their ids. A recording that cannot be parsed, or one that is only partly read, says so in a comment at the top.
 */
export async function renderRecording(collector: AnyCollector, recording: Recording): Promise<string> {
  const result = parseRecording(collector, recording);
  if (!result.ok) return `# not read: ${result.reason}\n`;
  const exposition = new Exposition({ definitions: Object.values(catalog) });
  const families = collector.metrics.map(({ name }) => name);
  const set = (entry: string, samples: readonly Sample[] | undefined) => exposition.set(entry, families, samples ?? []);
  if (result.host !== undefined) set('', collector.hostSamples?.(result.host, recording.host));
  for (const [vmId, reading] of [...result.vms].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const vm = { vmId, name: nameOf(vmId, reading, recording), host: recording.host };
    set(vmId, collector.vmSamples?.(reading, vm));
  }
  const text = Buffer.concat(await exposition.snapshot()).toString('utf8');
  return result.partialReason === undefined ? text : `# partial: ${result.partialReason}\n${text}`;
}

function nameOf(vmId: VmId, reading: unknown, recording: Recording): string {
  const own = typeof reading === 'object' && reading !== null && 'name' in reading ? reading.name : undefined;
  return typeof own === 'string' ? own : (recording.names.get(vmId) ?? '');
}
