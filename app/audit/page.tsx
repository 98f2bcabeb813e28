import { auditQuery } from '../_queries/access.ts';
import { Hydrate, withStore } from '../_server/hydrate.tsx';
import { loadAuditPage } from '../_server/load-audit.ts';
import { titled } from '../_server/preferences.ts';
import { toSearchParams } from '../events/search-params.ts';
import { Audit } from './audit.client.tsx';
import { parseAuditFilter } from './search-params.ts';

interface AuditPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;
}

export const generateMetadata = titled('audit.title');

export default function AuditPage({ searchParams }: AuditPageProps) {
  return withStore(async () => {
    const filter = parseAuditFilter(toSearchParams(await searchParams));
    const data = { pages: [await loadAuditPage(filter, Date.now())], pageParams: [''] };
    return (
      <Hydrate loaded={[{ queryKey: auditQuery(filter).queryKey, data }]}>
        <Audit key={JSON.stringify(filter)} filter={filter} />
      </Hydrate>
    );
  });
}
