import { queryOptions } from '@tanstack/react-query';
import { readApi } from './api-client.ts';

/** `/api/v1/pulse`, read by every page and polled by the browser. */
export const pulseQuery = () =>
  queryOptions({
    queryKey: ['pulse'],
    queryFn: ({ signal }) => readApi('GET /api/v1/pulse', {}, signal),
  });
