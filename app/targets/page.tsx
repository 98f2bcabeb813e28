import type { Metadata } from 'next';
import { translateFor } from '#lib/i18n/translate.ts';
import { targetsQuery } from '../_queries/targets.ts';
import { Hydrate, withStore } from '../_server/hydrate.tsx';
import { loadTargets } from '../_server/load-targets.ts';
import { Targets } from './targets.client.tsx';

export const metadata: Metadata = { title: translateFor('en')('targets.title') };

export default function TargetsPage() {
  return withStore(async () => (
    <Hydrate loaded={[{ queryKey: targetsQuery().queryKey, data: await loadTargets() }]}>
      <Targets />
    </Hydrate>
  ));
}
