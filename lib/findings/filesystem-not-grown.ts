import { unseenBytes, unusedSpace } from '../derive/disk-growth.ts';
import { vmDisks } from '../derive/vm-disks.ts';
import type { VmFacts } from '../derive/vm-facts.ts';
import { growCommands } from '../guest-support/disk-commands.ts';
import { type Evidence, finding, type Verdict } from './finding.ts';
import { gibibytes } from './guest-disk-smaller.ts';

const mostShown = 4;

/** The guest's kernel sees a disk that is larger than what lies on it. Only of the guest's own word, which is one moment's. */
export function filesystemNotGrown(facts: VmFacts): Verdict {
  const joined = vmDisks(facts);
  const { beacon } = facts.parts;
  if (joined === undefined || beacon?.reading.present !== true) return 'none';
  // Where the kernel lags behind the host too, that comes first.
  const behind = joined.disks.flatMap((disk) => {
    const unused = unseenBytes(disk) === undefined ? unusedSpace(disk) : undefined;
    return unused === undefined || disk.guest === undefined ? [] : [{ guest: disk.guest, ...unused }];
  });
  if (behind.length === 0) return 'none';
  if (joined.guestSide !== 'current') return 'undecided';
  const { host, vmId } = facts;
  const key = 'finding.filesystem-not-grown' as const;
  const shown = behind.slice(0, mostShown);
  const { system } = beacon.reading;
  const evidence = shown.map(({ guest, filesystem, unusedBytes }): Evidence => {
    const params = {
      device: guest.device,
      mount: filesystem.mount,
      disk: gibibytes(guest.sizeBytes),
      size: gibibytes(filesystem.sizeBytes),
      unused: gibibytes(unusedBytes),
    };
    return { message: { key: `${key}.evidence`, params }, collector: 'beacon', host };
  });
  return finding('filesystem-not-grown', vmId, {
    evidence,
    cause: { key: `${key}.cause` },
    fixes: [
      {
        message: { key: shown.some(({ filesystem }) => filesystem.type === 'btrfs') ? `${key}.fix.btrfs` : `${key}.fix` },
        commands: shown.flatMap(({ guest, filesystem, partition }) =>
          growCommands(system, { device: guest.device, partition, mount: filesystem.mount, type: filesystem.type }),
        ),
      },
    ],
  });
}
