import { unseenBytes } from '../derive/disk-growth.ts';
import { type JoinedDisk, vmDisks } from '../derive/vm-disks.ts';
import type { VmFacts } from '../derive/vm-facts.ts';
import { layerCommands, rescanCommands } from '../guest-support/disk-commands.ts';
import type { MessageParams } from '../i18n/message.ts';
import { toControllerLabel } from '../model/controller-label.ts';
import { type Evidence, finding, type Verdict } from './finding.ts';

/** A disk was grown on the host, and the guest's kernel still works with its old size. */
export function guestDiskSmaller(facts: VmFacts): Verdict {
  const joined = vmDisks(facts);
  const { beacon, disk: part } = facts.parts;
  if (joined === undefined || part === undefined || beacon?.reading.present !== true) return 'none';
  const behind = joined.disks.filter((disk) => unseenBytes(disk) !== undefined);
  const [first] = behind;
  if (first?.guest === undefined) return 'none';
  // What the guest wrote before the host was read says nothing about what the host showed then.
  if (joined.guestSide !== 'current' || beacon.changedAt <= part.changedAt) return 'undecided';
  const { host, vmId } = facts;
  const said = (message: Evidence['message'], collector: string): Evidence => ({ message, collector, host });
  const key = 'finding.guest-disk-smaller' as const;
  const { system } = beacon.reading;
  return finding('guest-disk-smaller', vmId, {
    evidence: behind
      .slice(0, mostShown)
      .flatMap((disk) => [
        said({ key: `${key}.evidence.host`, params: hostParams(disk) }, 'disk'),
        said({ key: `${key}.evidence.guest`, params: guestParams(disk) }, 'beacon'),
      ]),
    cause: { key: `${key}.cause` },
    fixes: [
      {
        message: { key: `${key}.fix` },
        commands: behind.slice(0, mostShown).flatMap(({ guest }) => rescanCommands(system, { device: guest?.device ?? '' })),
      },
      { message: { key: `${key}.fix.then` }, commands: layerCommands(system) },
    ],
  });
}

/** Whoever has more disks behind than this has understood. */
const mostShown = 4;

/** A size as people read it, in whatever language. */
export function gibibytes(bytes: number | undefined): MessageParams[string] {
  return { key: 'unit.gibibytes', params: { value: Math.round((bytes ?? 0) / 107_374_182.4) / 10 } };
}

function hostParams({ host }: JoinedDisk): MessageParams {
  const place = host === undefined ? '' : `${toControllerLabel(host)}:${host.location}`;
  return { place, size: gibibytes(host?.virtualBytes) };
}

function guestParams({ guest }: JoinedDisk): MessageParams {
  return { device: guest?.device ?? '', size: gibibytes(guest?.sizeBytes) };
}
