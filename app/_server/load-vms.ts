import type { ApiVms } from '#lib/model/api/vms.ts';
import { readFleet } from './read-fleet.ts';

/** All VMs, or those that one host owns, worst first. Throws StoreError. */
export async function loadVms(host?: string): Promise<ApiVms> {
  const { revision, vms } = await readFleet();
  return { revision, vms: host === undefined ? [...vms] : vms.filter((vm) => vm.host === host) };
}
