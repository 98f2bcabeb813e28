import { migrationsQuery } from '../_queries/migrations.ts';
import { Hydrate, withStore } from '../_server/hydrate.tsx';
import { loadMigrations } from '../_server/load-migrations.ts';
import { titled } from '../_server/preferences.ts';
import { Migrations } from './migrations.client.tsx';
import { parseMigrationsUrl } from './search-params.ts';

interface MigrationsPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;
}

export const generateMetadata = titled('migrations.title');

export default function MigrationsPage({ searchParams }: MigrationsPageProps) {
  return withStore(async () => {
    const params = new URLSearchParams();
    // Of a name that stands twice the first counts, as in the browser.
    for (const [name, value] of Object.entries(await searchParams)) params.set(name, [value].flat()[0] ?? '');
    const { filter } = parseMigrationsUrl(params);
    const data = await loadMigrations(filter, Date.now());
    return (
      <Hydrate loaded={[{ queryKey: migrationsQuery(filter).queryKey, data }]}>
        <Migrations />
      </Hydrate>
    );
  });
}
