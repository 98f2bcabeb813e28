import { queryOptions } from '@tanstack/react-query';
import type { ApiAlertRules } from '#lib/model/api/alert-rules.ts';
import { fetchJson } from './fetch-json.ts';

/** `/api/v1/alerts/rules`, read again when the store moves on. */
export const alertRulesQuery = queryOptions({
  queryKey: ['alerts', 'rules'],
  queryFn: ({ signal }) => fetchJson<ApiAlertRules>('/api/v1/alerts/rules', signal),
});
