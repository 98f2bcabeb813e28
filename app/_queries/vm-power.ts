import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { PowerRange } from '#lib/model/power-range.ts';
import { readApi } from './api-client.ts';

/** `/api/v1/vms/{vmId}/power`, read again when the store moves on. While another range loads, the one before stays. */
export const vmPowerQuery = (vmId: string, range: PowerRange) =>
  queryOptions({
    queryKey: ['vm', vmId, 'power', range],
    queryFn: ({ signal }) => readApi('GET /api/v1/vms/{vmId}/power', { vmId, range }, signal),
    placeholderData: keepPreviousData,
  });
