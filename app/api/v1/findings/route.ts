import { answerResource } from '#app/_server/json-response.ts';
import { loadFindings } from '#app/_server/load-findings.ts';

export const dynamic = 'force-dynamic';

/** `?host=` leaves those alone that readings of this host prove. */
export function GET(request: Request): Promise<Response> {
  const host = new URL(request.url).searchParams.get('host') ?? undefined;
  return answerResource(request, () => loadFindings(host));
}
