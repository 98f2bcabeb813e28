import { queryOptions } from '@tanstack/react-query';
import { readApi } from './api-client.ts';

/** `/api/v1/hosts`, read by pages and polled by the browser. */
export const hostsQuery = () =>
  queryOptions({
    queryKey: ['hosts'],
    queryFn: ({ signal }) => readApi('GET /api/v1/hosts', {}, signal),
  });
