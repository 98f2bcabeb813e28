import { targetsQuery } from '../_queries/targets.ts';
import { Hydrate, withStore } from '../_server/hydrate.tsx';
import { loadTargets } from '../_server/load-targets.ts';
import { titled } from '../_server/preferences.ts';
import { Targets } from './targets.client.tsx';

export const generateMetadata = titled('targets.title');

export default function TargetsPage() {
  return withStore(async () => (
    <Hydrate loaded={[{ queryKey: targetsQuery().queryKey, data: await loadTargets() }]}>
      <Targets />
    </Hydrate>
  ));
}
