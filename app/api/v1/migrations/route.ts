import { answerResource } from '#app/_server/json-response.ts';
import { loadMigrations, usualRecords } from '#app/_server/load-migrations.ts';
import { parsePage } from '#app/_server/page-of.ts';
import { parseMigrationFilter } from '#lib/model/migration-filter.ts';

export const dynamic = 'force-dynamic';

/** `?range=` 1h, 24h, 7d or 30d up to now; `?host=`, `?vm=`, `?result=` and `?kind=` leave what fits. Nonsense restricts nothing. */
export function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const page = parsePage(searchParams, usualRecords);
  return answerResource(request, () => loadMigrations(parseMigrationFilter(searchParams), Date.now(), page));
}
