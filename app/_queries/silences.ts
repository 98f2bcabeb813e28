import { keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query';
import type { ApiSchedule } from '#lib/model/api/maintenance.ts';
import type { ApiMatcher } from '#lib/model/api/silences.ts';
import { readApi } from './api-client.ts';
import { writeApi } from './write-api.ts';

/** `/api/v1/silences`, read again when the store moves on. */
export const silencesQuery = queryOptions({
  queryKey: ['silences'],
  queryFn: ({ signal }) => readApi('GET /api/v1/silences', {}, signal),
});

/** `/api/v1/maintenance`, read again when the store moves on. */
export const maintenanceQuery = queryOptions({
  queryKey: ['maintenance'],
  queryFn: ({ signal }) => readApi('GET /api/v1/maintenance', {}, signal),
});

/** What matchers hit now; while others are asked about, the answer before stays. */
export const hitsQuery = (matchers: readonly ApiMatcher[]) =>
  queryOptions({
    queryKey: ['hits', matchers],
    queryFn: ({ signal }) => writeApi('POST /api/v1/silences/preview', {}, { matchers }, signal),
    enabled: matchers.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });

/** What a window would hit now, and when it would be open; undefined while its schedule is not whole. */
export const windowPreviewQuery = (matchers: readonly ApiMatcher[], schedule: ApiSchedule | undefined) =>
  queryOptions({
    queryKey: ['window-preview', matchers, schedule],
    queryFn:
      matchers.length === 0 || schedule === undefined
        ? skipToken
        : ({ signal }) => writeApi('POST /api/v1/maintenance/preview', {}, { matchers, schedule }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
