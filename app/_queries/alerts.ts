import { queryOptions } from '@tanstack/react-query';
import type { ApiAlerts } from '#lib/model/api/alerts.ts';
import { fetchJson } from './fetch-json.ts';

/** `/api/v1/alerts`, read again when the store moves on. */
export const alertsQuery = queryOptions({
  queryKey: ['alerts'],
  queryFn: ({ signal }) => fetchJson<ApiAlerts>('/api/v1/alerts', signal),
});
