import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ApiVmPower } from '#lib/model/api/vm-power.ts';
import type { PowerRange } from '#lib/model/power-range.ts';
import { fetchJson } from './fetch-json.ts';

/** `/api/v1/vms/{vmId}/power`, read again when the store moves on. While another range loads, the one before stays. */
export const vmPowerQuery = (vmId: string, range: PowerRange) =>
  queryOptions({
    queryKey: ['vm', vmId, 'power', range],
    queryFn: ({ signal }) => fetchJson<ApiVmPower>(`/api/v1/vms/${encodeURIComponent(vmId)}/power?range=${range}`, signal),
    placeholderData: keepPreviousData,
  });
