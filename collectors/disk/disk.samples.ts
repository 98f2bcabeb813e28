import type { VmIdentity } from '#collectors/collector.ts';
import { toControllerLabel } from '#lib/model/controller-label.ts';
import type { DiskReading } from '#lib/model/readings/disk.ts';
import type { Sample } from '#lib/series/sample.ts';

/** Sizes of every disk by its place; paths are never labels. A size that is not known has no series. */
export function toDiskSamples(reading: DiskReading, vm: VmIdentity): readonly Sample[] {
  const seen = new Set<string>();
  return reading.disks.flatMap((disk) => {
    const labels = { vm_id: vm.vmId, vm: vm.name, controller: toControllerLabel(disk), location: String(disk.location) };
    const place = `${labels.controller} ${labels.location}`;
    if (seen.has(place)) return [];
    seen.add(place);
    const sizes = [
      ['hvitals_vm_disk_virtual_bytes', disk.virtualBytes],
      ['hvitals_vm_disk_file_bytes', disk.fileBytes],
    ] as const;
    return sizes.flatMap(([metric, value]) => (value === undefined ? [] : [{ metric, labels, value }]));
  });
}
