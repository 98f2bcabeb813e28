import { queryOptions } from '@tanstack/react-query';
import type { ApiVms } from '#lib/model/api/vms.ts';
import { fetchJson } from './fetch-json.ts';

/** `/api/v1/vms`, read by pages and polled by the browser. */
export const vmsQuery = () =>
  queryOptions({
    queryKey: ['vms'],
    queryFn: ({ signal }) => fetchJson<ApiVms>('/api/v1/vms', signal),
    // Comparing thousands of VMs member by member costs more than drawing the rows in sight.
    structuralSharing: (before, next) => (isSame(before, next) ? before : next),
  });

function isSame(before: unknown, next: unknown): boolean {
  return before !== undefined && (before as ApiVms).revision === (next as ApiVms).revision;
}
