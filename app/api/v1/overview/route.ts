import { answerResource } from '#app/_server/json-response.ts';
import { loadOverview } from '#app/_server/load-overview.ts';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  // Without the browser's ETag: readings grow stale while the revision stands still, and the answer is small.
  return answerResource(new Request(request.url), () => loadOverview(Date.now()));
}
