import type { StoredAck, StoredAlert } from '#lib/store/alert-store.ts';
import type { OpenAlertStore } from '#lib/store/sqlite-alerts.ts';
import { readAlerts } from './store-access.ts';

/** The alerts that are pending or firing, and who has acknowledged them. */
export interface StandingAlerts {
  readonly alerts: readonly StoredAlert[];
  /** By fingerprint. */
  readonly acks: ReadonlyMap<string, StoredAck>;
}

interface Held {
  readonly store: OpenAlertStore;
  readonly revision: number;
  readonly standing: Promise<StandingAlerts>;
}

// The server and Next's bundles are separate copies of this module; the process reads each revision of the alerts once.
const key = Symbol.for('hvitals.app.alerts');

/** The alerts as the store has them now, and when the rules were evaluated last. Costs one small query where no alert was written. Throws StoreError. */
export async function readStandingAlerts(): Promise<StandingAlerts & { readonly evaluatedAt: number | undefined }> {
  const holder = globalThis as { [key]?: Held };
  const store = await readAlerts();
  const { revision, evaluatedAt } = await store.alertsAsOf();
  const held = holder[key];
  const standing = held?.store === store && held.revision === revision ? held.standing : readAll(store);
  holder[key] = { store, revision, standing };
  try {
    return { ...(await standing), evaluatedAt };
  } catch (error) {
    // What failed is tried again by the next one who asks.
    if (holder[key]?.standing === standing) delete holder[key];
    throw error;
  }
}

async function readAll(store: OpenAlertStore): Promise<StandingAlerts> {
  const [alerts, acks] = await Promise.all([store.listAlerts(), store.listAcks()]);
  return { alerts, acks: new Map(acks.map((ack) => [ack.fingerprint, ack])) };
}
