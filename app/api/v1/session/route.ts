import { contextOf } from '#app/_server/request-context.ts';
import { toApiSession } from '#app/_server/to-api-session.ts';

export const dynamic = 'force-dynamic';

/** Who asks, and what they may do. Answered without the store, so that pages know it while that is away. */
export async function GET(request: Request): Promise<Response> {
  return Response.json(toApiSession(contextOf(request).principal), { headers: { 'cache-control': 'no-store' } });
}
