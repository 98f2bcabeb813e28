import { answerResource } from '#app/_server/json-response.ts';
import { loadMigrations } from '#app/_server/load-migrations.ts';
import { parseMigrationFilter } from '#lib/model/migration-filter.ts';

export const dynamic = 'force-dynamic';

/** `?range=` 1h, 24h, 7d or 30d up to now; `?host=`, `?vm=`, `?result=` and `?kind=` leave what fits. Nonsense restricts nothing. */
export function GET(request: Request): Promise<Response> {
  const filter = parseMigrationFilter(new URL(request.url).searchParams);
  return answerResource(request, () => loadMigrations(filter, Date.now()));
}
