import { alertRulesQuery } from '../../_queries/alert-rules.ts';
import { Hydrate, withStore } from '../../_server/hydrate.tsx';
import { loadAlertRules } from '../../_server/load-alert-rules.ts';
import { titled } from '../../_server/preferences.ts';
import { AlertRules } from './alert-rules.client.tsx';

export const generateMetadata = titled('rules.title');

export default function AlertRulesPage() {
  return withStore(async () => (
    <Hydrate loaded={[{ queryKey: alertRulesQuery.queryKey, data: await loadAlertRules() }]}>
      <AlertRules />
    </Hydrate>
  ));
}
