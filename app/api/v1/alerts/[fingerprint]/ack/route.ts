import { answerWrite } from '#app/_server/answer-write.ts';
import { acknowledge, unacknowledge } from '#app/_server/write-acks.ts';
import { ackBody, byBody } from '#lib/api/write-bodies.ts';

export const dynamic = 'force-dynamic';

interface Context {
  readonly params: Promise<{ readonly fingerprint: string }>;
}

/** Acknowledges an alert, `{by, note}`. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { fingerprint } = await params;
  return answerWrite(
    request,
    { schema: ackBody, permission: 'acknowledge', audit: { action: 'alert.ack', target: fingerprint } },
    (body, now) => acknowledge(fingerprint, body, now),
  );
}

/** Takes the acknowledgement back, `{by}`. */
export async function DELETE(request: Request, { params }: Context): Promise<Response> {
  const { fingerprint } = await params;
  return answerWrite(
    request,
    { schema: byBody, permission: 'acknowledge', audit: { action: 'alert.unack', target: fingerprint } },
    ({ by }, now) => unacknowledge(fingerprint, by, now),
  );
}
