import { fleetNumbers } from '#lib/derive/fleet-numbers.ts';
import type { ApiOverview } from '#lib/model/api/overview.ts';
import { readFleet } from './read-fleet.ts';
import { toApiGroup } from './to-api-finding.ts';

/** VMs that the overview lists; the rest is on a page of its own. */
const mostVms = 50;

/** Numbers of the fleet at `now` (UTC milliseconds), its findings by code, and its worst VMs. Throws StoreError. */
export async function loadOverview(now: number): Promise<ApiOverview> {
  const { revision, targets, vms, findingGroups, hostFindingGroups } = await readFleet();
  const numbers = fleetNumbers(targets, vms, now);
  return {
    revision,
    numbers: { ...numbers, otherStates: [...numbers.otherStates] },
    findings: findingGroups.map(toApiGroup),
    hostFindings: [...hostFindingGroups],
    worst: vms.slice(0, mostVms),
  };
}
