import { queryOptions } from '@tanstack/react-query';
import { readApi } from './api-client.ts';

/** `/api/v1/overview`, read by the overview and polled by the browser. */
export const overviewQuery = () =>
  queryOptions({
    queryKey: ['overview'],
    queryFn: ({ signal }) => readApi('GET /api/v1/overview', {}, signal),
  });
