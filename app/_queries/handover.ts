import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ApiHandover } from '#lib/model/api/handover.ts';
import type { HandoverHours } from '#lib/model/handover-span.ts';
import { fetchJson } from './fetch-json.ts';

/** `/api/v1/handover`, read again when the store moves on. While another span loads, the one before stays. */
export const handoverQuery = (hours: HandoverHours) =>
  queryOptions({
    queryKey: ['alerts', 'handover', hours],
    queryFn: ({ signal }) => fetchJson<ApiHandover>(`/api/v1/handover?hours=${hours}`, signal),
    placeholderData: keepPreviousData,
  });
