import type { CollectorEvent } from '#collectors/collector.ts';
import type { FleetEventDetail } from '#lib/model/fleet-event.ts';
import type { BeaconDisk, BeaconFilesystem, BeaconReading } from '#lib/model/readings/beacon.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';

/** As many lines of history as one write of a guest may make: it can write what it likes. */
const mostEvents = 8;
/** Less is rounding. */
const leastBytes = 1_048_576;
/** Filesystems whose size is a size; that of ZFS moves with what else is in its pool. */
const sized = new Set(['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'ufs', 'NTFS', 'ReFS']);

/**
 * What a guest says of its disks and filesystems that was otherwise in the reading before: `guest-disk-resized`, `filesystem-resized`. Disks are
 * followed by controller and LUN, because names move at a restart; filesystems by mount point and type. All of it is the guest's word.
 */
export function compareSizes(
  vmId: VmId,
  before: BeaconReading | undefined,
  now: BeaconReading,
  at: number,
): readonly CollectorEvent[] {
  if (before?.present !== true || !now.present || before === now) return [];
  const disks = changed(before.disks, now.disks, toPlace).map(({ item, fromBytes }) =>
    toEvent(vmId, 'guest-disk-resized', {
      key: toPlace(item) ?? '',
      at,
      detail: { device: item.device, controllerId: item.controllerId, lun: item.lun, fromBytes, toBytes: item.sizeBytes },
    }),
  );
  const filesystems = changed(before.filesystems, now.filesystems, toSizedMount).map(({ item, fromBytes }) =>
    toEvent(vmId, 'filesystem-resized', {
      key: toSizedMount(item) ?? '',
      at,
      detail: { mount: item.mount, device: item.device, type: item.type, fromBytes, toBytes: item.sizeBytes },
    }),
  );
  return [...disks, ...filesystems].slice(0, mostEvents);
}

function toPlace({ controllerId, lun }: BeaconDisk): string | undefined {
  return controllerId === undefined || lun === undefined ? undefined : `${controllerId} ${lun}`;
}

function toSizedMount({ mount, type }: BeaconFilesystem): string | undefined {
  return type !== undefined && sized.has(type) ? `${type} ${mount}` : undefined;
}

/** Items of one key on both sides, once each, whose size is another one. */
function changed<Item extends { readonly sizeBytes: number }>(
  before: readonly Item[],
  now: readonly Item[],
  toKey: (item: Item) => string | undefined,
): { readonly item: Item; readonly fromBytes: number }[] {
  const once = (items: readonly Item[]) => {
    const groups = Map.groupBy(items, toKey);
    return new Map(
      [...groups].flatMap(([key, [item, ...more]]) =>
        key === undefined || item === undefined || more.length > 0 ? [] : [[key, item]],
      ),
    );
  };
  const older = once(before);
  return [...once(now)].flatMap(([key, item]) => {
    const fromBytes = older.get(key)?.sizeBytes;
    return fromBytes === undefined || Math.abs(fromBytes - item.sizeBytes) < leastBytes ? [] : [{ item, fromBytes }];
  });
}

interface Rest {
  readonly key: string;
  readonly at: number;
  readonly detail: Readonly<Record<string, string | number | undefined>>;
}

function toEvent(vmId: VmId, kind: 'guest-disk-resized' | 'filesystem-resized', { key, at, detail }: Rest): CollectorEvent {
  return {
    key: `${kind} ${vmId} ${key} ${at}`,
    vmId,
    kind,
    severity: 'info',
    at,
    detail: withoutUndefined(detail) as FleetEventDetail,
  };
}
