import { answerWrite } from '#app/_server/answer-write.ts';
import { answerResource, perSeconds } from '#app/_server/json-response.ts';
import { loadSilences } from '#app/_server/load-silences.ts';
import { makeSilence } from '#app/_server/write-silences.ts';
import { silenceBody } from '#lib/api/write-bodies.ts';

export const dynamic = 'force-dynamic';

/** Silences that are active, to come, or over, those that end last first. */
export function GET(request: Request): Promise<Response> {
  const now = Date.now();
  return answerResource(request, () => loadSilences(now), perSeconds(now));
}

/** Makes a silence, `{matchers, startsAt?, endsAt, createdBy, comment, confirmed?}`. */
export function POST(request: Request): Promise<Response> {
  return answerWrite(request, { schema: silenceBody, permission: 'silence', audit: { action: 'silence.add' } }, makeSilence);
}
