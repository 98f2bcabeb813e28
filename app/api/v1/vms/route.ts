import { answerResource } from '#app/_server/json-response.ts';
import { loadVms } from '#app/_server/load-vms.ts';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  const host = new URL(request.url).searchParams.get('host') ?? undefined;
  return answerResource(request, () => loadVms(host));
}
