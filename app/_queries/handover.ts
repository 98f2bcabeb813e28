import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { HandoverHours } from '#lib/model/handover-span.ts';
import { readApi } from './api-client.ts';

/** `/api/v1/handover`, read again when the store moves on. While another span loads, the one before stays. */
export const handoverQuery = (hours: HandoverHours) =>
  queryOptions({
    queryKey: ['alerts', 'handover', hours],
    queryFn: ({ signal }) => readApi('GET /api/v1/handover', { hours }, signal),
    placeholderData: keepPreviousData,
  });
