import { freshnessOf } from '#lib/derive/vm-parts.ts';
import { isFindingCode, type Severity, severities } from '#lib/findings/finding.ts';
import { type FindingGroup, type GroupedFinding, groupFindings } from '#lib/findings/group-findings.ts';
import type { Message } from '#lib/i18n/message.ts';
import { type ApiFinding, type ApiFindingGroup, findingBody } from '#lib/model/api/findings.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { StoredFinding } from '#lib/store/store.ts';
import type { FleetRows } from './fleet-rows.ts';

/** A stored finding after its schema. */
export interface ParsedFinding extends GroupedFinding {
  readonly body: ReturnType<typeof findingBody.parse>;
}

/** Rows stay the same objects until they change, so each is parsed once. */
const parsed = new WeakMap<StoredFinding, ParsedFinding | null>();

/** The finding, or undefined where another version wrote it and this one cannot read it. */
export function parseFinding(stored: StoredFinding): ParsedFinding | undefined {
  const known = parsed.get(stored);
  if (known !== undefined) return known ?? undefined;
  const { code, severity, vmId, host, since } = stored;
  const body = findingBody.safeParse(stored.finding);
  const finding =
    isFindingCode(code) && isSeverity(severity) && body.success
      ? { code, severity, vmId, host, since, cause: body.data.cause as Message, body: body.data }
      : null;
  parsed.set(stored, finding);
  return finding ?? undefined;
}

function isSeverity(severity: string): severity is Severity {
  return (severities as readonly string[]).includes(severity);
}

/** Findings of one VM, worst first, then in the order of the codes; those of a VM that no host lists are left out. */
export function findingsOf(rows: FleetRows, vmId: VmId): readonly ParsedFinding[] {
  if (!rows.vmReadings.has(vmId)) return [];
  return [...(rows.findings.get(vmId)?.values() ?? [])]
    .flatMap((stored) => parseFinding(stored) ?? [])
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** A finding as the API gives it, each piece of evidence with the age that its reading has now. */
export function toApiFinding({ code, severity, host, since, body }: ParsedFinding, rows: FleetRows): ApiFinding {
  const evidence = body.evidence.map((one) => ({
    ...one,
    freshness: freshnessOf(rows.scrapes.get(one.host)?.get(one.collector)),
  }));
  return { code, severity, host, since, ...body, evidence };
}

/** One line of findings as the API gives it, without its VMs. */
export function toApiGroup({ code, severity, vms, hosts, causes, oldestSince, newestSince }: FindingGroup): ApiFindingGroup {
  return { code, severity, vms, hosts: [...hosts], causes: [...causes] as ApiFindingGroup['causes'], oldestSince, newestSince };
}

/** The findings of the whole fleet, one line per code. */
export function groupsOf(rows: FleetRows): readonly FindingGroup<ParsedFinding>[] {
  return groupFindings([...rows.findings.keys()].flatMap((vmId) => findingsOf(rows, vmId)));
}
