import { queryOptions } from '@tanstack/react-query';
import { readApi } from './api-client.ts';

/** `/api/v1/vms/{vmId}`, read by the VM page and polled by the browser. */
export const vmQuery = (vmId: string) =>
  queryOptions({
    queryKey: ['vm', vmId],
    queryFn: ({ signal }) => readApi('GET /api/v1/vms/{vmId}', { vmId }, signal),
  });
