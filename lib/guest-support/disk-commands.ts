import type { FixCommand } from './daemon-commands.ts';

export type DiskSystem = 'linux' | 'freebsd' | 'windows';

/** What a guest calls its disk and what lies on it. All of it is the guest's own text. */
export interface GuestNames {
  readonly device: string;
  readonly partition?: number | undefined;
  readonly mount?: string | undefined;
  readonly type?: string | undefined;
}

/**
 * A guest names its devices itself, and a command is copied into a root shell: only names of this form become part of one, and for
 * any other a placeholder stands there.
 */
const patterns = {
  linux: /^(sd[a-z]{1,3}|nvme\d{1,2}n\d{1,2}|vd[a-z]{1,2})$/,
  freebsd: /^(da|ada|nda|vtbd)\d{1,3}$/,
  windows: /^[A-Za-z]:$/,
} as const satisfies Record<DiskSystem, RegExp>;
const mountPattern = /^\/(?:[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}){0,7})?$/;

const placeholders = { linux: 'DISK', freebsd: 'DISK' } as const;

function safeDevice(system: 'linux' | 'freebsd', device: string): string {
  return patterns[system].test(device) ? device : placeholders[system];
}

function safeMount(mount: string | undefined): string {
  return mount !== undefined && mountPattern.test(mount) ? mount : 'MOUNT_POINT';
}

const inGuest = (...texts: readonly string[]): readonly FixCommand[] => texts.map((text) => ({ where: 'guest', text }));

/**
 * Commands that make a guest's kernel look at the size of its disk again. Linux: Documentation/scsi (sysfs `rescan`); with LVM on the
 * whole disk, what comes after. FreeBSD: camcontrol(8) reprobe. Windows: Update-HostStorageCache.
 */
export function rescanCommands(system: DiskSystem | undefined, { device }: GuestNames): readonly FixCommand[] {
  switch (system) {
    case 'freebsd':
      return inGuest(`camcontrol reprobe ${safeDevice('freebsd', device)}`);
    case 'windows':
      return inGuest('Update-HostStorageCache');
    case 'linux':
    case undefined:
      return inGuest(`echo 1 | sudo tee /sys/class/block/${safeDevice('linux', device)}/device/rescan`);
  }
}

/** Commands that grow the last partition and the filesystem on it, or the filesystem alone where it lies on the whole disk. */
export function growCommands(system: DiskSystem | undefined, names: GuestNames): readonly FixCommand[] {
  switch (system) {
    case 'freebsd':
      return inGuest(...freebsdGrow(names));
    case 'windows':
      return inGuest(windowsGrow(names));
    case 'linux':
    case undefined:
      return inGuest(...linuxGrow(names));
  }
}

function linuxGrow({ device, partition, mount, type }: GuestNames): readonly string[] {
  const disk = safeDevice('linux', device);
  const joint = /\d$/.test(disk) ? 'p' : '';
  const part = partition === undefined ? disk : `${disk}${joint}${partition}`;
  const grow = partition === undefined ? [] : [`sudo growpart /dev/${disk} ${partition}`];
  switch (type) {
    case 'xfs':
      return [...grow, `sudo xfs_growfs ${safeMount(mount)}`];
    case 'btrfs':
      return [...grow, `sudo btrfs filesystem resize max ${safeMount(mount)}`];
    default:
      return [...grow, `sudo resize2fs /dev/${part}`];
  }
}

function freebsdGrow({ device, partition, mount }: GuestNames): readonly string[] {
  const disk = safeDevice('freebsd', device);
  const grow = partition === undefined ? [] : [`gpart recover ${disk} && gpart resize -i ${partition} ${disk}`];
  return [...grow, `growfs -y ${safeMount(mount)}`];
}

/** A volume's letter is the name by which PowerShell finds its partition. */
function windowsGrow({ mount }: GuestNames): string {
  const volume = (mount ?? '').replace(/\\$/, '');
  const letter = patterns.windows.test(volume) ? volume.charAt(0).toUpperCase() : 'LETTER';
  return `Resize-Partition -DriveLetter ${letter} -Size (Get-PartitionSupportedSize -DriveLetter ${letter}).SizeMax`;
}

/** What comes after a rescan where volumes lie between disk and filesystem; names are for whoever runs it to fill in. */
export function layerCommands(system: DiskSystem | undefined): readonly FixCommand[] {
  switch (system) {
    case 'windows':
      return [];
    case 'freebsd':
      return inGuest('zpool online -e POOL DEVICE');
    case 'linux':
    case undefined:
      return inGuest(
        'sudo pvresize /dev/DISK && sudo lvextend -r -l +100%FREE /dev/GROUP/VOLUME',
        'sudo zpool online -e POOL DEVICE',
      );
  }
}
