import { queryOptions } from '@tanstack/react-query';
import type { ApiVms } from '#lib/model/api/vms.ts';
import { fetchJson } from './fetch-json.ts';

/** `/api/v1/vms`, read by pages and polled by the browser. */
export const vmsQuery = () =>
  queryOptions({
    queryKey: ['vms'],
    queryFn: ({ signal }) => fetchJson<ApiVms>('/api/v1/vms', signal),
  });
