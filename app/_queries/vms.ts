import { queryOptions } from '@tanstack/react-query';
import type { ApiVms } from '#lib/model/api/vms.ts';
import { type PackedVms, unpackVms } from '#lib/model/pack-vms.ts';
import { fetchJson } from './fetch-json.ts';

/** A list of this length is polled less often: it is a megabyte even when packed. */
const longList = 5_000;
const longPollMs = 15_000;
const pollMs = 5_000;

/** All VMs, as `/api/v1/vms` gives them; the browser reads them packed from `/api/v1/vm-list`. */
export const vmsQuery = () =>
  queryOptions({
    queryKey: ['vms'],
    queryFn: async ({ signal }): Promise<ApiVms> => unpackVms(await fetchJson<PackedVms>('/api/v1/vm-list', signal)),
    refetchInterval: ({ state }) => ((state.data?.vms.length ?? 0) > longList ? longPollMs : pollMs),
    // Comparing thousands of VMs member by member costs more than drawing the rows in sight.
    structuralSharing: (before, next) => (isSame(before, next) ? before : next),
  });

/** The VMs that one host owns. */
export const hostVmsQuery = (host: string) =>
  queryOptions({
    queryKey: ['vms', host],
    queryFn: ({ signal }) => fetchJson<ApiVms>(`/api/v1/vms?host=${encodeURIComponent(host)}`, signal),
  });

function isSame(before: unknown, next: unknown): boolean {
  return before !== undefined && (before as ApiVms).revision === (next as ApiVms).revision;
}
