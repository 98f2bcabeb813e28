import type { ApiReceiver, ApiReceivers } from '#lib/model/api/receivers.ts';
import type { StoredReceiver } from '#lib/store/alert-store.ts';
import { readAlerts, readStore } from './store-access.ts';

/** Who is told of alerts, and how that goes. Throws StoreError. */
export async function loadReceivers(): Promise<ApiReceivers> {
  const store = await readStore();
  // The revision first: what comes in between is then read once more, never missed.
  const revision = await store.revision();
  const receivers = await (await readAlerts()).listReceivers();
  return { revision, receivers: receivers.map(toApiReceiver) };
}

function toApiReceiver({ isFailing, lastSuccessAt, lastError, lastErrorAt, ...rest }: StoredReceiver): ApiReceiver {
  return {
    ...rest,
    lastSuccessAt: lastSuccessAt ?? null,
    lastError: lastError ?? null,
    lastErrorAt: lastErrorAt ?? null,
    state: isFailing ? 'failing' : lastSuccessAt === undefined ? 'idle' : 'ok',
  };
}
