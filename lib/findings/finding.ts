import type { FixCommand } from '../guest-support/daemon-commands.ts';
import type { Message } from '../i18n/message.ts';
import type { VmId } from '../model/vm-id.ts';

/** Every finding that hvitals can make, in the order in which findings of equal severity are shown. Each has a page in docs/findings. */
export const findingCodes = [
  'duplicate-vm-id',
  'heartbeat-lost',
  'turned-off-dirty',
  'migration-failed',
  'clock-offset-high',
  'time-sync-conflict',
  'clock-undisciplined',
  'kvp-daemon-missing',
  'shutdown-unavailable',
  'vss-daemon-missing',
  'fcopy-daemon-missing',
  'guest-disk-smaller',
  'filesystem-not-grown',
  'beacon-stale',
  'kvp-hostile',
] as const;
export type FindingCode = (typeof findingCodes)[number];

export const severities = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

export const severityOf: Readonly<Record<FindingCode, Severity>> = {
  'duplicate-vm-id': 'critical',
  'heartbeat-lost': 'critical',
  'turned-off-dirty': 'warning',
  'migration-failed': 'warning',
  'clock-offset-high': 'warning',
  'time-sync-conflict': 'warning',
  'clock-undisciplined': 'warning',
  'kvp-daemon-missing': 'warning',
  'shutdown-unavailable': 'warning',
  'vss-daemon-missing': 'warning',
  'fcopy-daemon-missing': 'warning',
  'guest-disk-smaller': 'warning',
  'filesystem-not-grown': 'info',
  'beacon-stale': 'warning',
  'kvp-hostile': 'warning',
};

/** One thing that was read and speaks for the finding, with the reading that it stands in. */
export interface Evidence {
  readonly message: Message;
  readonly collector: string;
  readonly host: string;
}

/** One way out: a sentence, and commands to copy. */
export interface Fix {
  readonly message: Message;
  readonly commands: readonly FixCommand[];
}

/** A judged fact about a VM. It carries messages, not text, so that it can be shown in any language. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly vmId: VmId;
  readonly evidence: readonly Evidence[];
  readonly cause: Message;
  readonly fixes: readonly Fix[];
}

export function isFindingCode(code: string): code is FindingCode {
  return (findingCodes as readonly string[]).includes(code);
}

/** What a rule says of one VM: a finding, that there is none, or that the facts do not tell yet. */
export type Verdict = Finding | 'none' | 'undecided';

/** Builds a finding of a code with its severity. */
export function finding(code: FindingCode, vmId: VmId, rest: Pick<Finding, 'evidence' | 'cause' | 'fixes'>): Finding {
  return { code, severity: severityOf[code], vmId, ...rest };
}
