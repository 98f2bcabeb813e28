import { answerResource } from '#app/_server/json-response.ts';
import { loadHostAlerts } from '#app/_server/load-subject-alerts.ts';
import { parseHostParam } from '#app/hosts/[host]/search-params.ts';
import { parseAlertSpan } from '#lib/model/alert-span.ts';

export const dynamic = 'force-dynamic';

interface Context {
  readonly params: Promise<{ readonly host: string }>;
}

/** Alerts about one host itself: what stands now, and when they fired from `?from=` to `?to=` (ISO 8601), else over the last 24 hours. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const host = parseHostParam((await params).host);
  const span = parseAlertSpan(new URL(request.url).searchParams, Date.now());
  return answerResource(request, async () => (host === undefined ? undefined : loadHostAlerts(host, span)));
}
