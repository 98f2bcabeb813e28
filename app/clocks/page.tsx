import { clocksQuery, mostClockRows } from '../_queries/clocks.ts';
import { Hydrate, withStore } from '../_server/hydrate.tsx';
import { loadClocks } from '../_server/load-clocks.ts';
import { titled } from '../_server/preferences.ts';
import { Clocks } from './clocks.client.tsx';
import { parseClockHost } from './search-params.ts';

interface ClocksPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;
}

export const generateMetadata = titled('clocks.title');

export default function ClocksPage({ searchParams }: ClocksPageProps) {
  return withStore(async () => {
    const wanted = { host: parseClockHost((await searchParams).host), limit: mostClockRows };
    const data = await loadClocks(wanted.limit, wanted.host);
    return (
      <Hydrate loaded={[{ queryKey: clocksQuery(wanted).queryKey, data }]}>
        <Clocks />
      </Hydrate>
    );
  });
}
