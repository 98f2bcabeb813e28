import { answerResource, perSeconds } from '#app/_server/json-response.ts';
import { loadAlerts } from '#app/_server/load-alerts.ts';

export const dynamic = 'force-dynamic';

/** Alerts that are pending or firing, by rule, with what people did about them. */
export function GET(request: Request): Promise<Response> {
  const now = Date.now();
  return answerResource(request, () => loadAlerts(now), perSeconds(now));
}
