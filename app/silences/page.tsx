import { maintenanceQuery, silencesQuery } from '../_queries/silences.ts';
import { Hydrate, withStore } from '../_server/hydrate.tsx';
import { loadMaintenance, loadSilences } from '../_server/load-silences.ts';
import { titled } from '../_server/preferences.ts';
import { Silences } from './silences.client.tsx';

export const generateMetadata = titled('silences.title');

export default function SilencesPage() {
  return withStore(async () => {
    const now = Date.now();
    const loaded = [
      { queryKey: silencesQuery.queryKey, data: await loadSilences(now) },
      { queryKey: maintenanceQuery.queryKey, data: await loadMaintenance(now) },
    ];
    return (
      <Hydrate loaded={loaded}>
        <Silences />
      </Hydrate>
    );
  });
}
