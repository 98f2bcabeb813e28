import { unseenBytes } from '#lib/derive/disk-growth.ts';
import { type JoinedDisk, vmDisks } from '#lib/derive/vm-disks.ts';
import type { VmFacts } from '#lib/derive/vm-facts.ts';
import type { ApiDisk } from '#lib/model/api/disks.ts';
import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';

/** The disks of a VM as host and guest see them; null where the host's side has not been read. */
export function toApiVmDisks(facts: VmFacts): ApiVmDetail['disks'] {
  const part = facts.parts.disk;
  const joined = vmDisks(facts);
  if (part === undefined || joined === undefined) return null;
  return {
    freshness: part.freshness,
    changedAt: part.changedAt,
    disks: joined.disks.map(toApiDisk),
    leftOut: part.reading.leftOut ?? 0,
    loose: [...joined.loose],
    guestSide: joined.guestSide,
  };
}

function toApiDisk(disk: JoinedDisk): ApiDisk {
  const { host, guest, filesystems, unmatched } = disk;
  const isKnown = host?.virtualBytes !== undefined && guest !== undefined;
  return {
    host: host ?? null,
    guest: guest ?? null,
    filesystems: [...filesystems],
    unmatched: unmatched ?? null,
    sameSize: isKnown ? unseenBytes(disk) === undefined : null,
  };
}
