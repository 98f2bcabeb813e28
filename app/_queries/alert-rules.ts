import { queryOptions } from '@tanstack/react-query';
import { readApi } from './api-client.ts';

/** `/api/v1/alerts/rules`, read again when the store moves on. */
export const alertRulesQuery = queryOptions({
  queryKey: ['alerts', 'rules'],
  queryFn: ({ signal }) => readApi('GET /api/v1/alerts/rules', {}, signal),
});
