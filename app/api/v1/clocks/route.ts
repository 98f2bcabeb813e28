import { answerResource } from '#app/_server/json-response.ts';
import { loadClocks } from '#app/_server/load-clocks.ts';
import { parseLimit } from '#app/_server/parse-limit.ts';

export const dynamic = 'force-dynamic';

const usualLimit = 200;

/** `?host=` leaves one host and its VMs; `?limit=` is how many VMs are listed. */
export function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const limit = parseLimit(searchParams.get('limit'), usualLimit);
  return answerResource(request, () => loadClocks(limit, searchParams.get('host') ?? undefined));
}
