import { queryOptions } from '@tanstack/react-query';
import { readApi } from './api-client.ts';

/** `/api/v1/targets`, read by pages and polled by the browser. */
export const targetsQuery = () =>
  queryOptions({
    queryKey: ['targets'],
    queryFn: ({ signal }) => readApi('GET /api/v1/targets', {}, signal),
  });
