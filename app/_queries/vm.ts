import { queryOptions } from '@tanstack/react-query';
import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import { fetchJson } from './fetch-json.ts';

/** `/api/v1/vms/{vmId}`, read by the VM page and polled by the browser. */
export const vmQuery = (vmId: string) =>
  queryOptions({
    queryKey: ['vm', vmId],
    queryFn: ({ signal }) => fetchJson<ApiVmDetail>(`/api/v1/vms/${encodeURIComponent(vmId)}`, signal),
  });
