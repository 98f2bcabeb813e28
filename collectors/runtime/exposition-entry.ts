import type { VmId } from '#lib/model/vm-id.ts';

/*
 * Names of entries in the exposition. What stands before the NUL is what the entry is about; by it the entry gets its shard, so that
 * all series of one VM, and all of one host, stand in one body. A host may be named like a VM's GUID, so entries say what they are.
 */

export const vmEntry = (vmId: VmId): string => `vm ${vmId}`;
export const hostEntry = (host: string): string => subjectOfHost(host);
export const pairEntry = (host: string, collector: string): string => `${subjectOfHost(host)}\0${collector}`;

/** What all entries of a host are about. */
export const subjectOfHost = (host: string): string => `host ${host}`;

/** What an entry is about. */
export function subjectOf(entry: string): string {
  const end = entry.indexOf('\0');
  return end < 0 ? entry : entry.slice(0, end);
}
