import { answerResource } from '#app/_server/json-response.ts';
import { loadVms } from '#app/_server/load-vms.ts';
import { parsePage } from '#app/_server/page-of.ts';

const usualLimit = 1_000;

export const dynamic = 'force-dynamic';

/** VMs, worst first; `?host=` leaves those that this host owns, `?limit=` and `?cursor=` one part of the list. */
export function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const host = searchParams.get('host') || undefined;
  return answerResource(request, () => loadVms(host, parsePage(searchParams, usualLimit)));
}
