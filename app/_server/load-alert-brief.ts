import { briefAlerts } from '#lib/derive/alert-brief.ts';
import type { ApiAlertBrief, ApiAlertSite } from '#lib/model/api/alert-brief.ts';
import { alertPlace, type Places } from './alert-place.ts';
import type { FleetModel } from './fleet-model.ts';
import { currentModel, readFleet } from './read-fleet.ts';
import { readStandingAlerts, type StandingAlerts } from './read-standing-alerts.ts';

/** What fires, in numbers and one name for each site. Throws StoreError. */
export async function loadAlertBrief(): Promise<ApiAlertBrief> {
  // The fleet first: its revision is then no later than the alerts, and what comes in between is read once more.
  const { revision } = await readFleet();
  const { evaluatedAt, ...standing } = await readStandingAlerts();
  return { revision, evaluatedAt: evaluatedAt ?? null, sites: [...briefStanding(standing, currentModel())] };
}

/** The same of alerts that were read already. */
export function briefStanding({ alerts, acks }: StandingAlerts, model: FleetModel | undefined): readonly ApiAlertSite[] {
  const places = toPlaces(model);
  return briefAlerts(alerts, acks, (alert) => alertPlace(alert, places));
}

function toPlaces(model: FleetModel | undefined): Places {
  return {
    hostOf: (vmId) => model?.vms.get(vmId)?.host,
    labelsOf: (host) => model?.targets.get(host)?.labels,
  };
}
