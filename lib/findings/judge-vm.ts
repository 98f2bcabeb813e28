import type { VmCollector } from '../derive/parse-readings.ts';
import { withoutVerdict } from '../derive/power-sign.ts';
import type { VmFacts } from '../derive/vm-facts.ts';
import { beaconStale } from './beacon-stale.ts';
import { clockOffsetHigh } from './clock-offset-high.ts';
import { clockUndisciplined } from './clock-undisciplined.ts';
import { fcopyDaemonMissing, vssDaemonMissing } from './daemon-missing.ts';
import { duplicateVmId } from './duplicate-vm-id.ts';
import { filesystemNotGrown } from './filesystem-not-grown.ts';
import { type Finding, type FindingCode, findingCodes, type Verdict } from './finding.ts';
import { guestDiskSmaller } from './guest-disk-smaller.ts';
import { heartbeatLost } from './heartbeat-lost.ts';
import { kvpDaemonMissing } from './kvp-daemon-missing.ts';
import { kvpHostile } from './kvp-hostile.ts';
import { migrationFailed } from './migration-failed.ts';
import { shutdownUnavailable } from './shutdown-unavailable.ts';
import { timeSyncConflict } from './time-sync-conflict.ts';
import { turnedOffDirty } from './turned-off-dirty.ts';

/** A rule. Pure: it reads no clock but the ages in the facts, so equal facts give equal verdicts. */
interface Judge {
  readonly judge: (facts: VmFacts) => Verdict;
  /** A rule about a running guest: the collectors, beside `vm`, whose readings it cannot do without. */
  readonly guest?: readonly VmCollector[];
}

const judges: Readonly<Record<FindingCode, Judge>> = {
  'duplicate-vm-id': { judge: duplicateVmId },
  'heartbeat-lost': { judge: heartbeatLost, guest: ['heartbeat'] },
  'turned-off-dirty': { judge: turnedOffDirty },
  'migration-failed': { judge: migrationFailed },
  'kvp-daemon-missing': { judge: kvpDaemonMissing, guest: ['heartbeat', 'kvp'] },
  'shutdown-unavailable': { judge: shutdownUnavailable, guest: ['heartbeat', 'integration-services'] },
  'clock-offset-high': { judge: clockOffsetHigh, guest: ['beacon'] },
  'time-sync-conflict': { judge: timeSyncConflict, guest: ['beacon', 'integration-services'] },
  'clock-undisciplined': { judge: clockUndisciplined, guest: ['beacon', 'integration-services'] },
  'vss-daemon-missing': { judge: vssDaemonMissing, guest: ['heartbeat', 'integration-services'] },
  'fcopy-daemon-missing': { judge: fcopyDaemonMissing, guest: ['heartbeat', 'integration-services'] },
  'guest-disk-smaller': { judge: guestDiskSmaller, guest: ['beacon', 'disk'] },
  'filesystem-not-grown': { judge: filesystemNotGrown, guest: ['beacon'] },
  'beacon-stale': { judge: beaconStale, guest: ['heartbeat', 'kvp', 'beacon'] },
  'kvp-hostile': { judge: kvpHostile, guest: ['kvp', 'beacon'] },
};

/** What is to be said of one VM now. */
export interface Judgement {
  /** In the order of `findingCodes`. */
  readonly findings: readonly Finding[];
  /** Codes about which nothing can be said now: what held before still holds, and what did not is not found. */
  readonly undecided: readonly FindingCode[];
}

const nothingAwaited: ReadonlySet<VmCollector> = new Set();

/**
 * Judges one VM by all rules. Replicas get no verdict. Readings that are frozen, because the last scrape of their collector failed,
 * prove neither that a fault has come nor that it has gone, and nor does one that is still to come.
 * @param awaited collectors that have not been read on this host since the VM came there
 */
export function judgeVm(facts: VmFacts, awaited: ReadonlySet<VmCollector> = nothingAwaited): Judgement {
  const findings: Finding[] = [];
  const undecided: FindingCode[] = [];
  for (const code of findingCodes) {
    const verdict = judgeBy(judges[code], facts, awaited);
    if (verdict === 'undecided') undecided.push(code);
    else if (verdict !== 'none') findings.push(verdict);
  }
  return { findings, undecided };
}

function judgeBy({ judge, guest }: Judge, facts: VmFacts, awaited: ReadonlySet<VmCollector>): Verdict {
  if (guest === undefined) return judge(facts);
  const vm = facts.parts.vm;
  if (!isCurrent('vm', facts, awaited)) return 'undecided';
  // In the middle of a move only the incoming instance may be seen: that says nothing of the guest.
  if (!facts.owned) return vm?.reading.kind === 'planned' ? 'undecided' : 'none';
  if (withoutVerdict(vm?.reading) !== undefined) return 'none';
  if (!guest.every((collector) => isCurrent(collector, facts, awaited))) return 'undecided';
  return judge(facts);
}

/** Whether what is known from a collector, be it nothing at all, is its present word. */
function isCurrent(collector: VmCollector, { parts, invalid }: VmFacts, awaited: ReadonlySet<VmCollector>): boolean {
  if (awaited.has(collector) || invalid.includes(collector)) return false;
  return (parts[collector]?.freshness.failures ?? 0) === 0;
}
