import { slotOf } from '#lib/metrics/shard.ts';
import type { VmId } from '#lib/model/vm-id.ts';

/*
 * Names of entries in the exposition. What stands before the NUL is what the entry is about; by it the entry gets its shard, so that
 * all series of one VM, and all of one host, stand in one body. A host may be named like a VM's GUID, so entries say what they are.
 */

export const vmEntry = (vmId: VmId): string => `vm ${vmId}`;
export const hostEntry = (host: string): string => `host ${host}`;
export const pairEntry = (host: string, collector: string): string => `${hostEntry(host)}\0${collector}`;

/** The slot that an entry's series are kept in. Whatever is about no VM and no host is in the first, and so in the first shard. */
export function slotOfEntry(entry: string): number {
  if (!entry.startsWith('vm ') && !entry.startsWith('host ')) return 0;
  const end = entry.indexOf('\0');
  return slotOf(end < 0 ? entry : entry.slice(0, end));
}
