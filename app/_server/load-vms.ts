import type { ApiVms } from '#lib/model/api/vms.ts';
import { readFleet } from './read-fleet.ts';

/** All VMs, worst first. Throws StoreError. */
export async function loadVms(): Promise<ApiVms> {
  const { revision, vms } = await readFleet();
  return { revision, vms: [...vms] };
}
