import { queryOptions } from '@tanstack/react-query';
import { readApi } from './api-client.ts';

/** `/api/v1/alerts/brief`, read again when the store moves on: every page shows of it. */
export const alertBriefQuery = queryOptions({
  queryKey: ['alerts', 'brief'],
  queryFn: ({ signal }) => readApi('GET /api/v1/alerts/brief', {}, signal),
});
