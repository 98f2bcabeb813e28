import { queryOptions } from '@tanstack/react-query';
import type { ApiOverview } from '#lib/model/api/overview.ts';
import { fetchJson } from './fetch-json.ts';

/** `/api/v1/overview`, read by the overview and polled by the browser. */
export const overviewQuery = () =>
  queryOptions({
    queryKey: ['overview'],
    queryFn: ({ signal }) => fetchJson<ApiOverview>('/api/v1/overview', signal),
  });
