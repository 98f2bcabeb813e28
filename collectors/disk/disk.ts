import { defineCollector } from '#collectors/collector.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import { type DiskReading, diskReading } from '#lib/model/readings/disk.ts';
import { parseDisk } from './disk.parse.ts';
import { toDiskSamples } from './disk.samples.ts';
import { type DiskState, readDiskState } from './disk-state.ts';

/** Virtual disks of every VM, their files and sizes. Docs: disk.md. */
export const disk = defineCollector<never, DiskReading, DiskState>({
  name: 'disk',
  help: 'Virtual disks of every VM: controller and location, file, format, size, parents; and when a disk was resized, attached, detached or replaced.',
  intervalSeconds: 300,
  timeoutSeconds: 20,
  metrics: [catalog.hvitals_vm_disk_virtual_bytes, catalog.hvitals_vm_disk_file_bytes],
  vmReading: diskReading,
  args: (state) => {
    const { known, after } = readDiskState(state);
    return { known, after };
  },
  parse: parseDisk,
  vmSamples: toDiskSamples,
});
