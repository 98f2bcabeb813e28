import type { HostFacts } from '../derive/host-facts.ts';
import { hostClockBad } from './host-clock-bad.ts';
import { type HostFinding, type HostFindingCode, type HostVerdict, hostFindingCodes } from './host-finding.ts';

/** What rules about a host want to know beside its own readings. */
export interface HostSurroundings {
  /** VMs that it owns and whose clocks are known to follow its own. */
  readonly clockFollowers: number;
}

type HostRule = (facts: HostFacts, around: HostSurroundings) => HostVerdict;

const rules: Readonly<Record<HostFindingCode, HostRule>> = {
  'host-clock-bad': (facts, { clockFollowers }) => hostClockBad(facts, clockFollowers),
};

/** What is to be said of one host now; what is undecided stays as it was. */
export interface HostJudgement {
  readonly findings: readonly HostFinding[];
  readonly undecided: readonly HostFindingCode[];
}

/** Judges one host by all rules. Pure: equal facts give equal verdicts. */
export function judgeHost(facts: HostFacts, around: HostSurroundings): HostJudgement {
  const findings: HostFinding[] = [];
  const undecided: HostFindingCode[] = [];
  for (const code of hostFindingCodes) {
    const verdict = rules[code](facts, around);
    if (verdict === 'undecided') undecided.push(code);
    else if (verdict !== 'none') findings.push(verdict);
  }
  return { findings, undecided };
}
