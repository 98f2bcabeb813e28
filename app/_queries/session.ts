import { queryOptions } from '@tanstack/react-query';
import type { ApiSession } from '#lib/model/api/session.ts';
import { readApi } from './api-client.ts';

/** Who sits at this browser. */
export function fetchSession(signal: AbortSignal): Promise<ApiSession> {
  return readApi('GET /api/v1/session', {}, signal);
}

/** `/api/v1/session`. Pages come with it; a role that changes is seen by the slow poll, and by the server at once. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => fetchSession(signal),
  refetchInterval: 60_000,
});
