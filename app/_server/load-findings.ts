import { groupFindings } from '#lib/findings/group-findings.ts';
import type { ApiFindings } from '#lib/model/api/findings.ts';
import { readFleet } from './read-fleet.ts';
import { toApiGroup } from './to-api-finding.ts';

/** All findings by code with their VMs, or those alone that readings of one host prove. Throws StoreError. */
export async function loadFindings(host?: string): Promise<ApiFindings> {
  const { revision, findingGroups, hostFindingGroups, vm } = await readFleet();
  const wanted =
    host === undefined
      ? findingGroups
      : groupFindings(findingGroups.flatMap(({ findings }) => findings).filter((finding) => finding.host === host));
  const groups = wanted.map((group) => ({
    ...toApiGroup(group),
    findings: group.findings.map(({ vmId, host: where, since }) => ({ vmId, name: vm(vmId)?.name ?? vmId, host: where, since })),
  }));
  const hostGroups = hostFindingGroups
    .map((group) => ({ ...group, hosts: group.hosts.filter((one) => host === undefined || one.host === host) }))
    .filter(({ hosts }) => hosts.length > 0);
  return { revision, groups, hostGroups };
}
