import { type FindingCode, findingCodes, severities } from '#lib/findings/finding.ts';
import { type FindingGroup, groupFindings } from '#lib/findings/group-findings.ts';
import type { ApiFindings } from '#lib/model/api/findings.ts';
import { type PageWanted, pageOf } from './page-of.ts';
import { readFleet } from './read-fleet.ts';
import { type ParsedFinding, toApiGroup } from './to-api-finding.ts';

/** All findings by code with their VMs, or those alone that readings of one host prove. Throws StoreError. */
export async function loadFindings(host: string | undefined, page: PageWanted): Promise<ApiFindings> {
  const { revision, findingGroups, hostFindingGroups, vm } = await readFleet();
  const wanted =
    host === undefined
      ? findingGroups
      : groupFindings(findingGroups.flatMap(({ findings }) => findings).filter((finding) => finding.host === host));
  const { rows, next } = pageOf(wanted.flatMap(toRows), keyOf, page);
  const groups = [...Map.groupBy(rows, ({ group }) => group)].map(([group, inPage]) => ({
    ...toApiGroup(group),
    findings: inPage.map(({ finding: { vmId, host: where, since } }) => ({
      ...{ vmId, name: vm(vmId)?.name ?? vmId, host: where, since },
    })),
  }));
  const hostGroups = hostFindingGroups
    .map((group) => ({ ...group, hosts: group.hosts.filter((one) => host === undefined || one.host === host) }))
    .filter(({ hosts }) => hosts.length > 0);
  return { revision, groups, hostGroups: page.cursor === undefined ? hostGroups : [], next };
}

interface Row {
  readonly group: FindingGroup<ParsedFinding>;
  readonly finding: ParsedFinding & { readonly code: FindingCode };
}

function toRows(group: FindingGroup<ParsedFinding>): readonly Row[] {
  return group.findings.map((finding) => ({ group, finding }));
}

/** As `groupFindings` sorts. */
function keyOf({ group, finding }: Row): readonly [number, number, number, number, string] {
  const { code, severity, vms } = group;
  return [severities.indexOf(severity), -vms, findingCodes.indexOf(code), -finding.since, finding.vmId];
}
