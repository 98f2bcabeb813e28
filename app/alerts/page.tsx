import { alertsQuery } from '../_queries/alerts.ts';
import { Hydrate, withStore } from '../_server/hydrate.tsx';
import { loadAlerts } from '../_server/load-alerts.ts';
import { titled } from '../_server/preferences.ts';
import { Alerts } from './alerts.client.tsx';

export const generateMetadata = titled('alerts.title');

export default function AlertsPage() {
  return withStore(async () => (
    <Hydrate loaded={[{ queryKey: alertsQuery.queryKey, data: await loadAlerts(Date.now()) }]}>
      <Alerts />
    </Hydrate>
  ));
}
