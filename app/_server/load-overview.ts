import { fleetNumbers } from '#lib/derive/fleet-numbers.ts';
import { worstHostsFirst } from '#lib/derive/worst-hosts-first.ts';
import type { ApiOverview } from '#lib/model/api/overview.ts';
import { loadHosts } from './load-hosts.ts';
import { readFleet } from './read-fleet.ts';
import { toApiGroup } from './to-api-finding.ts';

/** Hosts and VMs that the overview lists; the rest is on pages of their own. */
const mostHosts = 12;
const mostVms = 50;

/** Numbers of the fleet at `now` (UTC milliseconds), its findings by code, and its worst hosts and VMs. Throws StoreError. */
export async function loadOverview(now: number): Promise<ApiOverview> {
  const { revision, targets, vms, findingGroups, hostFindingGroups } = await readFleet();
  const { hosts } = await loadHosts();
  const numbers = fleetNumbers(targets, vms, now);
  return {
    revision,
    numbers: { ...numbers, otherStates: [...numbers.otherStates] },
    findings: findingGroups.map(toApiGroup),
    hostFindings: [...hostFindingGroups],
    worstHosts: worstHostsFirst(hosts).slice(0, mostHosts),
    worst: vms.slice(0, mostVms),
  };
}
