import { overviewQuery } from './_queries/overview.ts';
import { Hydrate, withStore } from './_server/hydrate.tsx';
import { loadOverview } from './_server/load-overview.ts';
import { Overview } from './overview.client.tsx';

export default function OverviewPage() {
  return withStore(async () => {
    const loaded = { queryKey: overviewQuery().queryKey, data: await loadOverview(Date.now()) };
    return (
      <Hydrate loaded={[loaded]}>
        <Overview />
      </Hydrate>
    );
  });
}
