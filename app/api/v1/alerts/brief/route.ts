import { answerResource } from '#app/_server/json-response.ts';
import { loadAlertBrief } from '#app/_server/load-alert-brief.ts';

export const dynamic = 'force-dynamic';

/** What fires, in numbers and one name for each site: what is seen beside the page of alerts. */
export function GET(request: Request): Promise<Response> {
  return answerResource(request, loadAlertBrief);
}
