import { answerWrite } from '#app/_server/answer-write.ts';
import { acknowledgeAll } from '#app/_server/write-acks.ts';
import { acksBody } from '#lib/api/write-bodies.ts';

export const dynamic = 'force-dynamic';

/** Acknowledges several alerts, `{fingerprints, by, note}`; answers which were there. */
export function POST(request: Request): Promise<Response> {
  return answerWrite(request, { schema: acksBody, permission: 'acknowledge', audit: { action: 'alert.ack' } }, acknowledgeAll);
}
