import { answerResource } from '#app/_server/json-response.ts';
import { loadOverview } from '#app/_server/load-overview.ts';

export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const answer = await answerResource(new Request(request.url), () => loadOverview(Date.now()));
  // Readings grow stale while the revision stands still: the tag is made of the bytes (answer-api.ts).
  answer.headers.delete('etag');
  return answer;
}
