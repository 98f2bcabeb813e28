import { certainSeconds } from '../derive/host-clock.ts';
import { type VmClock, vmClock } from '../derive/vm-clock.ts';
import type { VmFacts } from '../derive/vm-facts.ts';
import { clockRepairCommands } from '../guest-support/clock-commands.ts';
import { guestFamilyOf } from '../guest-support/guest-family.ts';
import type { Offset } from '../model/clock.ts';
import { highOffsetSeconds, offsetParams } from './clock-evidence.ts';
import { type Evidence, finding, type Verdict } from './finding.ts';

/**
 * The guest's clock is off for certain: by more than its bound and a second on top. A guest with servers of its own is judged against
 * NTP. One that has its time from the host is judged against the host, because where the host is off, the host is at fault.
 */
export function clockOffsetHigh(facts: VmFacts): Verdict {
  const clock = vmClock(facts);
  if (clock === undefined) return 'none';
  if (clock.stale) return 'undecided';
  if (!isOff(clock)) return 'none';
  const { vm, kvp } = facts.parts;
  return finding('clock-offset-high', facts.vmId, {
    evidence: evidenceOf(facts.host, clock),
    cause: { key: `finding.clock-offset-high.cause.${causeOf(clock)}` },
    fixes: [
      {
        message: { key: 'finding.clock-offset-high.fix' },
        commands: clockRepairCommands(guestFamilyOf(vm?.reading, kvp?.reading)),
      },
    ],
  });
}

function isOff(clock: VmClock): boolean {
  const { vsNtp, vsHost } = clock;
  if (hasOwnServers(clock)) return isHigh(vsNtp);
  if (vsHost === undefined) return isHigh(vsNtp);
  // What agrees with NTP is right, whatever its host says.
  return isHigh(vsHost) && (vsNtp === undefined || isHigh(vsNtp));
}

/** Whether its offset against NTP is its own daemon's word. */
function hasOwnServers({ basis, source }: VmClock): boolean {
  return basis === 'daemon' && (source === 'ntp' || source === 'refclock');
}

function isHigh(offset: Offset | undefined): boolean {
  return offset !== undefined && certainSeconds(offset) > highOffsetSeconds;
}

function causeOf({ disproved, basis }: VmClock): 'disproved' | 'unfollowed' | 'daemon' {
  if (disproved !== undefined) return 'disproved';
  return basis === 'daemon' ? 'daemon' : 'unfollowed';
}

function evidenceOf(host: string, { vsNtp, vsHost, basis, disproved }: VmClock): readonly Evidence[] {
  const said = (key: 'ntp' | 'host' | 'claim', offset: Offset | undefined): readonly Evidence[] => {
    if (offset === undefined) return [];
    return [
      { message: { key: `finding.clock-offset-high.evidence.${key}`, params: offsetParams(offset) }, collector: 'beacon', host },
    ];
  };
  const from = { key: `finding.clock-offset-high.evidence.${basis === 'daemon' ? 'daemon' : 'timestamp'}` } as const;
  return [
    ...said('ntp', vsNtp),
    ...said('host', vsHost),
    { message: from, collector: 'beacon', host },
    ...said('claim', disproved),
  ];
}
