import { queryOptions } from '@tanstack/react-query';
import type { ApiHosts } from '#lib/model/api/hosts.ts';
import { fetchJson } from './fetch-json.ts';

/** `/api/v1/hosts`, read by pages and polled by the browser. */
export const hostsQuery = () =>
  queryOptions({
    queryKey: ['hosts'],
    queryFn: ({ signal }) => fetchJson<ApiHosts>('/api/v1/hosts', signal),
  });
