import { answerResource } from '#app/_server/json-response.ts';
import { loadAlerts } from '#app/_server/load-alerts.ts';

export const dynamic = 'force-dynamic';

/** Alerts that are pending or firing, by rule. */
export function GET(request: Request): Promise<Response> {
  return answerResource(request, loadAlerts);
}
