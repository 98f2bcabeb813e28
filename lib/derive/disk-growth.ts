import type { BeaconFilesystem } from '../model/readings/beacon.ts';
import type { JoinedDisk } from './vm-disks.ts';

const mib = 1_048_576;
const gib = 1_024 * mib;

/** Windows gives a disk's size in whole cylinders, up to 8 MB less than it is; nobody grows a disk by so little. */
const kernelTolerance = 16 * mib;

/** How many bytes of a disk the guest's kernel does not see; undefined where both sides agree, or one of them is not known. */
export function unseenBytes({ host, guest }: JoinedDisk): number | undefined {
  if (host?.virtualBytes === undefined || guest === undefined) return undefined;
  const unseen = host.virtualBytes - guest.sizeBytes;
  return unseen > kernelTolerance ? unseen : undefined;
}

/** A filesystem that ends before its disk does. */
export interface UnusedSpace {
  readonly filesystem: BeaconFilesystem;
  /** Number of its partition; undefined where it lies on the whole disk, or the guest names partitions otherwise. */
  readonly partition: number | undefined;
  /** Bytes of the disk that no filesystem has. */
  readonly unusedBytes: number;
}

/**
 * Filesystems that fill their disk or the rest of it, and can be grown to its end. Metadata that a filesystem does not count as its
 * size: ext4 1.6 % and a journal, XFS a log of up to 2 GiB, all of it far below 5 %.
 */
const growable = new Set(['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'ufs', 'NTFS', 'ReFS']);
/** What stands beside the system on its disk: EFI, /boot. It is small, and nobody grows it. */
const besideSystem = /^(vfat|msdosfs|msdos|fat|FAT32|FAT)$/i;

/**
 * Whether the filesystem of a disk ends before the disk. Only where the way from device to filesystem is clear: the whole disk, or the
 * last partition that has one. LVM, ZFS and several layers may leave space on purpose and are passed over. A disk with one partition
 * may lack 5 %, at least 1 GiB; where there are others, of which the guest does not say what they are (swap, EFI), 10 % and 8 GiB.
 */
export function unusedSpace({ guest, filesystems }: JoinedDisk): UnusedSpace | undefined {
  if (guest === undefined) return undefined;
  const main = filesystems.filter(({ type, mount }) => !besideSystem.test(type ?? '') && !/^\/boot(\/|$)/.test(mount));
  const placed = main.map((filesystem) => ({ filesystem, place: placeOn(guest.device, filesystem.device) }));
  if (
    placed.length === 0 ||
    placed.some(({ place, filesystem }) => place === undefined || !growable.has(filesystem.type ?? ''))
  ) {
    return undefined;
  }
  const last = placed.reduce((a, b) => (numberOf(b.place) > numberOf(a.place) ? b : a));
  const usedBytes = filesystems.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const unusedBytes = guest.sizeBytes - usedBytes;
  const isAlone = filesystems.length === 1 && (last.place === 'whole' || last.place === 1);
  const tolerance = isAlone ? Math.max(guest.sizeBytes * 0.05, gib) : guest.sizeBytes * 0.1 + 8 * gib;
  if (unusedBytes <= tolerance) return undefined;
  const partition = typeof last.place === 'number' ? last.place : undefined;
  return { filesystem: last.filesystem, partition, unusedBytes };
}

function numberOf(place: 'whole' | 'volume' | number | undefined): number {
  return typeof place === 'number' ? place : 0;
}

/** Where on the disk a filesystem's device lies; undefined where it is none of the disk itself, as with LVM. */
function placeOn(disk: string, device: string): 'whole' | 'volume' | number | undefined {
  const bare = device.replace(/^\/dev\//, '');
  if (bare === disk) return 'whole';
  // sda1, nvme0n1p1, da0p2; slices of FreeBSD's MBR (da0s1a) hold partitions of their own and are passed over.
  const tail = bare.startsWith(disk) ? /^p?(\d{1,3})$/.exec(bare.slice(disk.length)) : null;
  if (tail !== null) return Number(tail[1]);
  return /^[A-Za-z]:$/.test(bare) ? 'volume' : undefined;
}
