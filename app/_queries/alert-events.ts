import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ApiAlertEvents } from '#lib/model/api/alert-events.ts';
import { fetchJson } from './fetch-json.ts';

/** What happened to one alert and what people did about it, the newest `limit`. */
export const alertEventsQuery = (fingerprint: string, limit: number) =>
  queryOptions({
    queryKey: ['alert-events', fingerprint, limit],
    queryFn: ({ signal }) =>
      fetchJson<ApiAlertEvents>(`/api/v1/alert-events?${new URLSearchParams({ fingerprint, limit: String(limit) })}`, signal),
    placeholderData: keepPreviousData,
  });
