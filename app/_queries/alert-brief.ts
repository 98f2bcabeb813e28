import { queryOptions } from '@tanstack/react-query';
import type { ApiAlertBrief } from '#lib/model/api/alert-brief.ts';
import { fetchJson } from './fetch-json.ts';

/** `/api/v1/alerts/brief`, read again when the store moves on: every page shows of it. */
export const alertBriefQuery = queryOptions({
  queryKey: ['alerts', 'brief'],
  queryFn: ({ signal }) => fetchJson<ApiAlertBrief>('/api/v1/alerts/brief', signal),
});
