import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ApiSubjectAlerts } from '#lib/model/api/subject-alerts.ts';
import { fetchJson } from './fetch-json.ts';

/** What alerts are about: one VM by its id, or one host itself by its name. */
export interface AlertSubject {
  readonly kind: 'vm' | 'host';
  readonly id: string;
}

/**
 * `/api/v1/vms/{id}/alerts` or `/api/v1/hosts/{host}/alerts`, read again when the store moves on. While another span loads, the one before
 * stays. Without a span: the last 24 hours.
 */
export const subjectAlertsQuery = ({ kind, id }: AlertSubject, span?: { readonly from: number; readonly to: number }) =>
  queryOptions({
    queryKey: ['alerts', kind, id, span?.from, span?.to],
    queryFn: ({ signal }) => {
      const path = `/api/v1/${kind}s/${encodeURIComponent(id)}/alerts`;
      const search = span === undefined ? '' : `?from=${toIso(span.from)}&to=${toIso(span.to)}`;
      return fetchJson<ApiSubjectAlerts>(path + search, signal);
    },
    placeholderData: keepPreviousData,
  });

function toIso(time: number): string {
  return encodeURIComponent(new Date(time).toISOString());
}
