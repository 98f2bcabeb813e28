import { answerResource } from '#app/_server/json-response.ts';
import { loadFindings } from '#app/_server/load-findings.ts';
import { parsePage } from '#app/_server/page-of.ts';
import { mostRows } from '#lib/api/query-parameters.ts';

export const dynamic = 'force-dynamic';

/** `?host=` leaves those alone that readings of this host prove. */
export function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const host = searchParams.get('host') || undefined;
  return answerResource(request, () => loadFindings(host, parsePage(searchParams, mostRows)));
}
