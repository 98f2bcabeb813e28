import { hostsQuery } from './_queries/hosts.ts';
import { overviewQuery } from './_queries/overview.ts';
import { Hydrate, withStore } from './_server/hydrate.tsx';
import { loadHosts } from './_server/load-hosts.ts';
import { loadOverview } from './_server/load-overview.ts';
import { Overview } from './overview.client.tsx';

export default function OverviewPage() {
  return withStore(async () => {
    const [hosts, overview] = await Promise.all([loadHosts(), loadOverview(Date.now())]);
    const loaded = [
      { queryKey: hostsQuery().queryKey, data: hosts },
      { queryKey: overviewQuery().queryKey, data: overview },
    ];
    return (
      <Hydrate loaded={loaded}>
        <Overview />
      </Hydrate>
    );
  });
}
