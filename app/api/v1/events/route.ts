import { answerResource } from '#app/_server/json-response.ts';
import { loadEvents } from '#app/_server/load-events.ts';
import { parseLimit } from '#app/_server/parse-limit.ts';
import { parseEventsWanted } from '#app/events/search-params.ts';

export const dynamic = 'force-dynamic';

const usualLimit = 100;

/**
 * Events, newest first. `?host=`, `?vm=` (id), `?group=`, `?kind=`, `?severity=` (lists by comma), `?range=` or `?from=` and `?to=` leave
 * what they name; `?limit=` is how many are listed, and `?cursor=` goes on where the answer before ended. `?after=` (an id) leaves what
 * hvitals took up after that event, whenever it happened.
 */
export function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const page = {
    limit: parseLimit(searchParams.get('limit'), usualLimit),
    before: searchParams.get('cursor') ?? undefined,
    after: searchParams.get('after') ?? undefined,
  };
  return answerResource(request, () => loadEvents(parseEventsWanted(searchParams), page, Date.now()));
}
