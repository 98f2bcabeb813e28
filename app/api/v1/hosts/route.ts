import { answerResource } from '#app/_server/json-response.ts';
import { loadHosts } from '#app/_server/load-hosts.ts';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return answerResource(request, loadHosts);
}
