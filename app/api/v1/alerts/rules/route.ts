import { answerResource } from '#app/_server/json-response.ts';
import { loadAlertRules } from '#app/_server/load-alert-rules.ts';

export const dynamic = 'force-dynamic';

/** The alert rules that are in force, and how their files were loaded. */
export function GET(request: Request): Promise<Response> {
  return answerResource(request, loadAlertRules);
}
