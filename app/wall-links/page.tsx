import { wallLinksQuery } from '../_queries/access.ts';
import { Hydrate, withStore } from '../_server/hydrate.tsx';
import { loadWallLinks } from '../_server/load-secrets.ts';
import { titled } from '../_server/preferences.ts';
import { WallLinks } from './wall-links.client.tsx';

export const generateMetadata = titled('wallLinks.title');

export default function WallLinksPage() {
  return withStore(async () => (
    <Hydrate loaded={[{ queryKey: wallLinksQuery.queryKey, data: await loadWallLinks() }]}>
      <WallLinks />
    </Hydrate>
  ));
}
