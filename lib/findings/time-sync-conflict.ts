import { followsOthers, samplesClock } from '../derive/clock-discipline.ts';
import { certainSeconds } from '../derive/host-clock.ts';
import { hostOffset, type VmClock, vmClock } from '../derive/vm-clock.ts';
import type { VmFacts } from '../derive/vm-facts.ts';
import { conflictCommands } from '../guest-support/clock-commands.ts';
import { componentGuids } from '../model/integration-service.ts';
import { offsetParams } from './clock-evidence.ts';
import { type Evidence, type Finding, finding, type Verdict } from './finding.ts';

/** FreeBSD sets its clock where a sample is further off than this: hw.hvtimesync.sample_thresh, 100 ms (hyperv-facts.md 8.1). */
export const sampleLimitSeconds = 0.1;

type Conflict = 'daemons' | 'providers' | 'every' | 'large';

/**
 * Two masters of one clock, proven: two daemons; a kernel that steps on every sample of the host beside a daemon that follows
 * others; FreeBSD's sampling beside such a daemon while guest and host differ by more than its limit; two providers of W32Time.
 * Healthy modern Linux with the service and a daemon on is none: its kernel takes samples only after a pause.
 */
export function timeSyncConflict(facts: VmFacts): Verdict {
  const clock = vmClock(facts);
  if (clock === undefined) return 'none';
  if (clock.stale) return 'undecided';
  const conflict = conflictOf(facts, clock);
  return conflict === undefined ? 'none' : toFinding(facts, clock, conflict);
}

function conflictOf(facts: VmFacts, clock: VmClock): Conflict | undefined {
  if (clock.daemons.length > 1) return 'daemons';
  if (!samplesClock(clock) || !followsOthers(clock)) return undefined;
  if (clock.daemon === 'w32time') return 'providers';
  if (clock.hostSamples === 'every') return 'every';
  const host = hostOffset(facts);
  const apart = [clock.vsHost, host].some((offset) => offset !== undefined && certainSeconds(offset) > sampleLimitSeconds);
  return apart ? 'large' : undefined;
}

function toFinding(facts: VmFacts, clock: VmClock, conflict: Conflict): Finding {
  const { vmId, host } = facts;
  const own = (
    key: 'daemons' | 'daemon' | 'every' | 'large' | 'apart',
    params: Evidence['message']['params'] = {},
  ): Evidence => ({
    message: { key: `finding.time-sync-conflict.evidence.${key}`, params },
    collector: 'beacon',
    host,
  });
  const offered: Evidence = {
    message: { key: 'finding.time-sync-conflict.evidence.offered' },
    collector: 'integration-services',
    host,
  };
  const apart = clock.vsHost ?? hostOffset(facts);
  const samples = own(conflict === 'large' ? 'large' : 'every');
  const evidence =
    conflict === 'daemons'
      ? [own('daemons', { daemons: clock.daemons.join(', ') })]
      : [
          own('daemon', { daemon: clock.daemon ?? clock.daemons[0] ?? '' }),
          samples,
          ...(clock.timeSyncOffered === true ? [offered] : []),
          ...(conflict === 'large' && apart !== undefined ? [own('apart', offsetParams(apart))] : []),
        ];
  const byGuid = `Get-VM -Id ${vmId} | Get-VMIntegrationService | Where-Object Id -like '*${componentGuids['time-synchronization']}' | Disable-VMIntegrationService`;
  const inGuest = {
    message: { key: `finding.time-sync-conflict.fix.${conflict}` as const },
    commands: conflictCommands(conflict),
  };
  const onHost = {
    message: { key: 'finding.time-sync-conflict.fix.host' as const },
    commands: [{ where: 'host' as const, text: byGuid }],
  };
  return finding('time-sync-conflict', vmId, {
    evidence,
    cause: { key: `finding.time-sync-conflict.cause.${conflict}` },
    fixes: conflict === 'daemons' ? [inGuest] : [inGuest, onHost],
  });
}
