import { queryOptions } from '@tanstack/react-query';
import { readApi } from './api-client.ts';

/** `/api/v1/findings?host=`, the findings of one host's VMs, polled by the browser. */
export const hostFindingsQuery = (host: string) =>
  queryOptions({
    queryKey: ['findings', host],
    queryFn: ({ signal }) => readApi('GET /api/v1/findings', { host }, signal),
  });
