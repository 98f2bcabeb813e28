import { answerWrite } from '#app/_server/answer-write.ts';
import { previewHits } from '#app/_server/write-silences.ts';
import { previewBody } from '#lib/api/write-bodies.ts';

export const dynamic = 'force-dynamic';

/** What `{matchers}` would hit now. Nothing is written. */
export function POST(request: Request): Promise<Response> {
  return answerWrite(request, { schema: previewBody, permission: 'view' }, async ({ matchers }) => ({
    body: await previewHits(matchers),
  }));
}
