import { queryOptions } from '@tanstack/react-query';
import type { ApiSession } from '#lib/model/api/session.ts';
import { readApi } from './api-client.ts';

const lookMs = 60_000;

/** Who sits at this browser. */
export function fetchSession(signal: AbortSignal): Promise<ApiSession> {
  return readApi('GET /api/v1/session', {}, signal);
}

/** `/api/v1/session`. Pages come with it. A role that changes is seen within a minute; what it takes away the server refuses at once. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => fetchSession(signal),
  staleTime: lookMs,
  refetchInterval: ({ state }) => (state.data?.login === 'none' ? false : lookMs),
});
