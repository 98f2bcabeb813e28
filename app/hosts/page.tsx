import { hostsQuery } from '../_queries/hosts.ts';
import { Hydrate, withStore } from '../_server/hydrate.tsx';
import { loadHosts } from '../_server/load-hosts.ts';
import { titled } from '../_server/preferences.ts';
import { Hosts } from './hosts.client.tsx';

export const generateMetadata = titled('hosts.title');

export default function HostsPage() {
  return withStore(async () => (
    <Hydrate loaded={[{ queryKey: hostsQuery().queryKey, data: await loadHosts() }]}>
      <Hosts />
    </Hydrate>
  ));
}
