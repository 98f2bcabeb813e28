import { answerResource } from '#app/_server/json-response.ts';
import { loadTargets } from '#app/_server/load-targets.ts';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return answerResource(request, loadTargets);
}
