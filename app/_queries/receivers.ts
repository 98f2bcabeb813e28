import { queryOptions } from '@tanstack/react-query';
import { ApiError, fetchJson } from './fetch-json.ts';

/** Somebody who is told of alerts. Times are UTC milliseconds. */
export interface ApiReceiver {
  readonly name: string;
  readonly kind: 'alertmanager' | 'webhook' | 'email';
  /** Notifications that wait, and that were given up. */
  readonly pending: number;
  readonly refused: number;
  readonly lastSuccessAt: number | null;
  readonly lastError: string | null;
  readonly lastErrorAt: number | null;
  readonly state: 'ok' | 'failing' | 'idle';
}

/** Answer of `/api/v1/receivers`. */
interface ApiReceivers {
  readonly revision: number;
  readonly receivers: readonly ApiReceiver[];
}

/** `/api/v1/receivers`; a server that knows none has none. */
export const receiversQuery = queryOptions({
  queryKey: ['receivers'],
  async queryFn({ signal }): Promise<ApiReceivers> {
    try {
      return await fetchJson<ApiReceivers>('/api/v1/receivers', signal);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return { revision: 0, receivers: [] };
      throw error;
    }
  },
});
