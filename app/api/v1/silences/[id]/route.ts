import { answerWrite } from '#app/_server/answer-write.ts';
import { changeSilence, stopSilence } from '#app/_server/write-silences.ts';
import { byBody, silenceChangeBody } from '#lib/api/write-bodies.ts';

export const dynamic = 'force-dynamic';

interface Context {
  readonly params: Promise<{ readonly id: string }>;
}

/** Gives a silence that is not over another end and comment, `{endsAt, comment, by}`. */
export async function PUT(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return answerWrite(
    request,
    { schema: silenceChangeBody, permission: 'silence', audit: { action: 'silence.change', target: id } },
    (body, now) => changeSilence(id, body, now),
  );
}

/** Ends a silence now, `{by}`. */
export async function DELETE(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return answerWrite(
    request,
    { schema: byBody, permission: 'silence', audit: { action: 'silence.end', target: id } },
    ({ by }, now) => stopSilence(id, by, now),
  );
}
