import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type AuditFilter, toAuditQuery } from '#app/audit/search-params.ts';
import { readApi } from './api-client.ts';

/** Who may come in changes by what is done on these pages, and rarely otherwise. */
const pollMs = 30_000;

/** `/api/v1/users`. */
export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => readApi('GET /api/v1/users', {}, signal),
  refetchInterval: pollMs,
});

/** `/api/v1/tokens`. */
export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => readApi('GET /api/v1/tokens', {}, signal),
  refetchInterval: pollMs,
});

/** `/api/v1/wall-links`. */
export const wallLinksQuery = queryOptions({
  queryKey: ['wall-links'],
  queryFn: ({ signal }) => readApi('GET /api/v1/wall-links', {}, signal),
  refetchInterval: pollMs,
});

/** `/api/v1/account`: the user who sits here. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => readApi('GET /api/v1/account', {}, signal),
  refetchInterval: pollMs,
});

/** `/api/v1/audit`, page by page into the past. */
export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ signal, pageParam }) =>
      readApi('GET /api/v1/audit', { ...toAuditQuery(filter, Date.now()), cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: pollMs,
  });
