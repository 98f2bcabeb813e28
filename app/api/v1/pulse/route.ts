import { answerResource } from '#app/_server/json-response.ts';
import { loadPulse } from '#app/_server/load-pulse.ts';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return answerResource(request, loadPulse);
}
