import { freshnessOf } from '#lib/derive/vm-parts.ts';
import { isFindingCode, type Severity, severities } from '#lib/findings/finding.ts';
import { type FindingGroup, type GroupedFinding, groupFindings } from '#lib/findings/group-findings.ts';
import { type HostFindingCode, isHostFindingCode } from '#lib/findings/host-finding.ts';
import type { Message } from '#lib/i18n/message.ts';
import {
  type ApiFinding,
  type ApiFindingGroup,
  type ApiHostFinding,
  type ApiHostFindingGroup,
  findingBody,
} from '#lib/model/api/findings.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { StoredFinding, StoredHostFinding } from '#lib/store/store.ts';
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
  return { code, severity, host, since, ...body, evidence: withAges(body.evidence, rows) };
}

function withAges(evidence: ParsedFinding['body']['evidence'], rows: FleetRows): ApiFinding['evidence'] {
  return evidence.map((one) => ({ ...one, freshness: freshnessOf(rows.scrapes.get(one.host)?.get(one.collector)) }));
}

const parsedOfHosts = new WeakMap<StoredHostFinding, ParsedHostFinding | null>();

/** A stored finding about a host after its schema. */
export interface ParsedHostFinding {
  readonly code: HostFindingCode;
  readonly severity: Severity;
  readonly host: string;
  readonly since: number;
  readonly body: ReturnType<typeof findingBody.parse>;
}

/** Findings about one host itself, worst first; what another version wrote and this one cannot read is left out. */
export function hostFindingsOf(rows: FleetRows, host: string): readonly ParsedHostFinding[] {
  if (!rows.targets.has(host)) return [];
  return [...(rows.hostFindings.get(host)?.values() ?? [])]
    .flatMap((stored) => parseHostFinding(stored) ?? [])
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

function parseHostFinding(stored: StoredHostFinding): ParsedHostFinding | undefined {
  const known = parsedOfHosts.get(stored);
  if (known !== undefined) return known ?? undefined;
  const { code, severity, host, since } = stored;
  const body = findingBody.safeParse(stored.finding);
  const readable = isHostFindingCode(code) && isSeverity(severity) && body.success;
  const finding = readable ? { code, severity, host, since, body: body.data } : null;
  parsedOfHosts.set(stored, finding);
  return finding ?? undefined;
}

/** A finding about a host as the API gives it. */
export function toApiHostFinding({ code, severity, host, since, body }: ParsedHostFinding, rows: FleetRows): ApiHostFinding {
  return { code, severity, host, since, ...body, evidence: withAges(body.evidence, rows) };
}

/** The findings about all hosts, one line per code, worst first, then the one on most hosts. */
export function hostGroupsOf(rows: FleetRows): readonly ApiHostFindingGroup[] {
  const all = [...rows.hostFindings.keys()].flatMap((host) => hostFindingsOf(rows, host));
  return [...Map.groupBy(all, ({ code }) => code)]
    .map(([code, group]) => ({
      code,
      severity: severities.find((severity) => group.some((finding) => finding.severity === severity)) ?? 'info',
      cause: group[0]?.body.cause ?? { key: `finding.${code}.cause` },
      hosts: group
        .map(({ host, severity, since }) => ({ host, severity, since }))
        .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.host < b.host ? -1 : 1)),
    }))
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.hosts.length - a.hosts.length);
}

/** One line of findings as the API gives it, without its VMs. */
export function toApiGroup({ code, severity, vms, hosts, causes, oldestSince, newestSince }: FindingGroup): ApiFindingGroup {
  return { code, severity, vms, hosts: [...hosts], causes: [...causes] as ApiFindingGroup['causes'], oldestSince, newestSince };
}

/** The findings of the whole fleet, one line per code. */
export function groupsOf(rows: FleetRows): readonly FindingGroup<ParsedFinding>[] {
  return groupFindings([...rows.findings.keys()].flatMap((vmId) => findingsOf(rows, vmId)));
}
