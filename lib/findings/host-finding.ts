import type { Message } from '../i18n/message.ts';
import type { Evidence, Fix, Severity } from './finding.ts';

/** Every finding that hvitals can make about a host itself. Each has a page in docs/findings. */
export const hostFindingCodes = ['host-clock-bad'] as const;
export type HostFindingCode = (typeof hostFindingCodes)[number];

/** A judged fact about a host. As a finding about a VM it carries messages, not text; how bad it is may depend on how far it goes. */
export interface HostFinding {
  readonly code: HostFindingCode;
  readonly severity: Severity;
  readonly host: string;
  readonly evidence: readonly Evidence[];
  readonly cause: Message;
  readonly fixes: readonly Fix[];
}

export function isHostFindingCode(code: string): code is HostFindingCode {
  return (hostFindingCodes as readonly string[]).includes(code);
}

/** What a rule says of one host: a finding, that there is none, or that the facts do not tell now. */
export type HostVerdict = HostFinding | 'none' | 'undecided';
