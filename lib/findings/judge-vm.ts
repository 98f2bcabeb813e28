import type { VmFacts } from '../derive/vm-facts.ts';
import { duplicateVmId } from './duplicate-vm-id.ts';
import type { Finding } from './finding.ts';
import { heartbeatLost } from './heartbeat-lost.ts';
import { kvpDaemonMissing } from './kvp-daemon-missing.ts';
import { shutdownUnavailable } from './shutdown-unavailable.ts';

/** A rule: the facts of one VM → a finding, or nothing. Pure; it reads no clock but the ages in the facts. */
export type Judge = (facts: VmFacts) => Finding | undefined;

const judges: readonly Judge[] = [duplicateVmId, heartbeatLost, kvpDaemonMissing, shutdownUnavailable];

/** All findings of one VM, in the order of `findingCodes`. Replicas and incoming VMs get no verdict. */
export function judgeVm(facts: VmFacts): readonly Finding[] {
  return judges.flatMap((judge) => judge(facts) ?? []);
}
