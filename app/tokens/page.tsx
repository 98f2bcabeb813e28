import { tokensQuery } from '../_queries/access.ts';
import { Hydrate, withStore } from '../_server/hydrate.tsx';
import { loadTokens } from '../_server/load-secrets.ts';
import { titled } from '../_server/preferences.ts';
import { Tokens } from './tokens.client.tsx';

export const generateMetadata = titled('tokens.title');

export default function TokensPage() {
  return withStore(async () => (
    <Hydrate loaded={[{ queryKey: tokensQuery.queryKey, data: await loadTokens() }]}>
      <Tokens />
    </Hydrate>
  ));
}
