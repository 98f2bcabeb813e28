import { queryOptions } from '@tanstack/react-query';
import type { ApiFindings } from '#lib/model/api/findings.ts';
import { fetchJson } from './fetch-json.ts';

/** `/api/v1/findings?host=`, the findings of one host's VMs, polled by the browser. */
export const hostFindingsQuery = (host: string) =>
  queryOptions({
    queryKey: ['findings', host],
    queryFn: ({ signal }) => fetchJson<ApiFindings>(`/api/v1/findings?host=${encodeURIComponent(host)}`, signal),
  });
