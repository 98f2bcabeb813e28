import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { readApi } from './api-client.ts';

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
      const times = span === undefined ? {} : { from: toIso(span.from), to: toIso(span.to) };
      return kind === 'vm'
        ? readApi('GET /api/v1/vms/{vmId}/alerts', { vmId: id, ...times }, signal)
        : readApi('GET /api/v1/hosts/{host}/alerts', { host: id, ...times }, signal);
    },
    placeholderData: keepPreviousData,
  });

function toIso(time: number): string {
  return new Date(time).toISOString();
}
