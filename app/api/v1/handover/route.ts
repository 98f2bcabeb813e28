import { answerResource } from '#app/_server/json-response.ts';
import { loadHandover } from '#app/_server/load-handover.ts';
import { parseHandoverHours } from '#lib/model/handover-span.ts';

export const dynamic = 'force-dynamic';

/** What a shift of `?hours=` (8, 12 or 24; else 12) hands over to the next one. */
export function GET(request: Request): Promise<Response> {
  const hours = parseHandoverHours(new URL(request.url).searchParams.get('hours'));
  return answerResource(request, () => loadHandover(hours, Date.now()));
}
