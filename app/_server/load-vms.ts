import { levelRank } from '#lib/derive/vital-sign.ts';
import type { ApiVm, ApiVms } from '#lib/model/api/vms.ts';
import { type PageWanted, pageOf } from './page-of.ts';
import { readFleet } from './read-fleet.ts';

/** VMs, all of the fleet or those that one host owns, worst first. Throws StoreError. */
export async function loadVms(host: string | undefined, page: PageWanted): Promise<ApiVms> {
  const { revision, vms } = await readFleet();
  const wanted = host === undefined ? vms : vms.filter((vm) => vm.host === host);
  const { rows, next } = pageOf(wanted, keyOf, page);
  return { revision, total: wanted.length, vms: [...rows], next };
}

/** As `compareVms` sorts. */
function keyOf({ level, findings, name, vmId }: ApiVm): readonly [number, number, string, string] {
  return [levelRank(level), -findings.length, name, vmId];
}
