import { queryOptions } from '@tanstack/react-query';
import type { ApiPulse } from '#lib/model/api/pulse.ts';
import { fetchJson } from './fetch-json.ts';

/** `/api/v1/pulse`, read by every page and polled by the browser. */
export const pulseQuery = () =>
  queryOptions({
    queryKey: ['pulse'],
    queryFn: ({ signal }) => fetchJson<ApiPulse>('/api/v1/pulse', signal),
  });
