import { hostsQuery } from './_queries/hosts.ts';
import { vmsQuery } from './_queries/vms.ts';
import { Hydrate, withStore } from './_server/hydrate.tsx';
import { loadHosts } from './_server/load-hosts.ts';
import { loadVms } from './_server/load-vms.ts';
import { Overview } from './overview.client.tsx';

export default function OverviewPage() {
  return withStore(async () => {
    const [hosts, vms] = await Promise.all([loadHosts(), loadVms()]);
    const loaded = [
      { queryKey: hostsQuery().queryKey, data: hosts },
      { queryKey: vmsQuery().queryKey, data: vms },
    ];
    return (
      <Hydrate loaded={loaded}>
        <Overview />
      </Hydrate>
    );
  });
}
