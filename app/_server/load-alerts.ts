import { groupAlerts } from '#lib/derive/alert-groups.ts';
import type { ApiAlerts } from '#lib/model/api/alerts.ts';
import { readAlerts, readStore } from './store-access.ts';

/** Alerts listed of one rule: more are the same fault, and the number says how many. */
const mostOfRule = 200;

/** Alerts that are pending or firing, by rule. Throws StoreError. */
export async function loadAlerts(): Promise<ApiAlerts> {
  const store = await readStore();
  // The revision first: what comes in between is then read once more, never missed.
  const revision = await store.revision();
  const alerts = await (await readAlerts()).listAlerts();
  return { revision, groups: [...groupAlerts(alerts, mostOfRule)] };
}
