import type { BeaconDisk, BeaconFilesystem } from '../../model/readings/beacon.ts';
import type { DiskReading, VmDisk } from '../../model/readings/disk.ts';
import { beaconOf, type FactsCase, readAt } from './facts.ts';

const gib = 1_073_741_824;
export const controllerId = '5c510000-0000-4000-8000-000000000001';

/** A disk on the host's side, in GiB. */
export function hostDisk(location: number, sizeGib: number, over: Partial<VmDisk> = {}): VmDisk {
  return {
    controller: 'scsi',
    controllerNumber: 0,
    controllerId,
    location,
    kind: 'virtual',
    path: `C:\\VMs\\web-${location}.vhdx`,
    format: 'vhdx',
    type: 'dynamic',
    virtualBytes: sizeGib * gib,
    fileBytes: gib,
    chain: [],
    isCheckpoint: false,
    shared: false,
    sizes: { file: sizeGib * gib },
    file: { outcome: 'ok', writtenAt: readAt - 86_400_000, askedAt: readAt - 3_600_000 },
    ...over,
  };
}

/** The guest's side of a disk, in GiB. */
export function guestDisk(device: string, lun: number, sizeGib: number, over: Partial<BeaconDisk> = {}): BeaconDisk {
  return { device, sizeBytes: sizeGib * gib, controllerId, lun, ...over };
}

/** A filesystem of a guest, in GiB. */
export function filesystem(mount: string, device: string, sizeGib: number, over: Partial<BeaconFilesystem> = {}): BeaconFilesystem {
  const disk = device.replace(/^\/dev\//, '').replace(/p?\d+$/, '');
  return { mount, device, type: 'ext4', sizeBytes: sizeGib * gib, disk, ...over };
}

/** A guest with these disks on both sides; its beacon was read after them. */
export function disksCase(
  host: readonly VmDisk[],
  guest: { readonly disks: readonly BeaconDisk[]; readonly filesystems?: readonly BeaconFilesystem[]; readonly system?: 'linux' | 'freebsd' | 'windows' },
): FactsCase {
  const { disks, filesystems = [], system = 'linux' } = guest;
  const disk: DiskReading = { disks: [...host] };
  return {
    disk,
    beacon: beaconOf({}, { disks: [...disks], filesystems: [...filesystems], system }),
    timing: { beacon: { changedAt: readAt - 10_000 }, disk: { changedAt: readAt - 60_000, intervalSeconds: 300 } },
  };
}
