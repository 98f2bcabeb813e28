import { queryOptions } from '@tanstack/react-query';
import type { ApiReceivers } from '#lib/model/api/receivers.ts';
import { readApi } from './api-client.ts';
import { ApiError } from './fetch-json.ts';

/** `/api/v1/receivers`; a server that knows none has none. */
export const receiversQuery = queryOptions({
  queryKey: ['receivers'],
  async queryFn({ signal }): Promise<ApiReceivers> {
    try {
      return await readApi('GET /api/v1/receivers', {}, signal);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return { revision: 0, receivers: [] };
      throw error;
    }
  },
});
