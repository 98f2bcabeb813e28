import { answerResource } from '#app/_server/json-response.ts';
import { loadVms } from '#app/_server/load-vms.ts';
import { packVms } from '#lib/model/pack-vms.ts';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return answerResource(request, async () => packVms(await loadVms()));
}
