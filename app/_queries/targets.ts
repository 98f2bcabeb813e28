import { queryOptions } from '@tanstack/react-query';
import type { ApiTargets } from '#lib/model/api/targets.ts';
import { fetchJson } from './fetch-json.ts';

/** `/api/v1/targets`, read by pages and polled by the browser. */
export const targetsQuery = () =>
  queryOptions({
    queryKey: ['targets'],
    queryFn: ({ signal }) => fetchJson<ApiTargets>('/api/v1/targets', signal),
  });
