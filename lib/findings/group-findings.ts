import type { Message } from '../i18n/message.ts';
import type { VmId } from '../model/vm-id.ts';
import { type FindingCode, findingCodes, type Severity, severities } from './finding.ts';

/** What grouping wants to know of a finding. */
export interface GroupedFinding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly vmId: VmId;
  readonly host: string;
  /** UTC milliseconds. */
  readonly since: number;
  readonly cause: Message;
}

/** All findings of one code as one line: how many VMs on how many hosts, since when. */
export interface FindingGroup<F extends GroupedFinding = GroupedFinding> {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly vms: number;
  /** Hosts that have one, most VMs first, then by name. */
  readonly hosts: readonly { readonly host: string; readonly vms: number }[];
  /** The distinct causes, most VMs first. */
  readonly causes: readonly { readonly cause: Message; readonly vms: number }[];
  /** When the first of them was found and when the latest. */
  readonly oldestSince: number;
  readonly newestSince: number;
  /** Newest first, then by id. */
  readonly findings: readonly F[];
}

/**
 * One line per code, the worst and largest first: one cause over many VMs is one thing to do, not many. Pure; the order of the
 * findings does not matter.
 */
export function groupFindings<F extends GroupedFinding>(findings: readonly F[]): readonly FindingGroup<F>[] {
  const byCode = Map.groupBy(findings, ({ code }) => code);
  return [...byCode]
    .map(([code, group]) => toGroup(code, group))
    .toSorted(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        b.vms - a.vms ||
        findingCodes.indexOf(a.code) - findingCodes.indexOf(b.code),
    );
}

function toGroup<F extends GroupedFinding>(code: FindingCode, unsorted: readonly F[]): FindingGroup<F> {
  const findings = unsorted.toSorted((a, b) => b.since - a.since || compareText(a.vmId, b.vmId));
  const worst = severities.find((severity) => findings.some((finding) => finding.severity === severity)) ?? 'info';
  const times = findings.map(({ since }) => since);
  return {
    code,
    severity: worst,
    vms: new Set(findings.map(({ vmId }) => vmId)).size,
    hosts: counted(findings, ({ host }) => host).map(({ key, vms }) => ({ host: key, vms })),
    causes: counted(findings, ({ cause }) => cause.key).flatMap(({ first: { cause }, vms }) => [{ cause, vms }]),
    oldestSince: times.at(-1) ?? 0,
    newestSince: times[0] ?? 0,
    findings,
  };
}

/** How many VMs share each key, most first, then by key. */
function counted<F extends GroupedFinding>(findings: readonly F[], keyOf: (finding: F) => string) {
  return [...Map.groupBy(findings, keyOf)]
    .flatMap(([key, [first, ...rest]]) => {
      if (first === undefined) return [];
      return [{ key, first, vms: new Set([first, ...rest].map(({ vmId }) => vmId)).size }];
    })
    .toSorted((a, b) => b.vms - a.vms || compareText(a.key, b.key));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
