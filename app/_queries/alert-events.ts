import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { readApi } from './api-client.ts';

/** What happened to one alert and what people did about it, the newest `limit`. */
export const alertEventsQuery = (fingerprint: string, limit: number) =>
  queryOptions({
    queryKey: ['alert-events', fingerprint, limit],
    queryFn: ({ signal }) => readApi('GET /api/v1/alert-events', { fingerprint, limit }, signal),
    placeholderData: keepPreviousData,
  });
