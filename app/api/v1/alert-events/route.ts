import { answerResource } from '#app/_server/json-response.ts';
import { loadAlertEvents } from '#app/_server/load-alert-events.ts';
import { parseLimit } from '#app/_server/parse-limit.ts';

export const dynamic = 'force-dynamic';

const usualLimit = 100;

/**
 * What happened to alerts and what people did about them, newest first. `?fingerprint=`, `?rule=` and `?from=` (UTC milliseconds, or a date
 * of ISO 8601) leave what they name; `?limit=` is how many are listed, and `?cursor=` goes on where the answer before ended.
 */
export function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const text = (name: string) => searchParams.get(name)?.slice(0, 200) || undefined;
  return answerResource(request, () =>
    loadAlertEvents({
      fingerprint: text('fingerprint'),
      rule: text('rule'),
      from: parseFrom(searchParams.get('from') ?? ''),
      before: text('cursor'),
      limit: parseLimit(searchParams.get('limit'), usualLimit),
    }),
  );
}

/** What is no time is as if it were not there. */
function parseFrom(given: string): number | undefined {
  const at = /^\d{1,16}$/.test(given) ? Number(given) : Date.parse(given.slice(0, 40));
  return Number.isFinite(at) ? at : undefined;
}
