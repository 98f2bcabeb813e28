import { answerWrite } from '#app/_server/answer-write.ts';
import { endUserSessions } from '#app/_server/write-users.ts';
import { emptyBody } from '#lib/api/access-bodies.ts';

export const dynamic = 'force-dynamic';

interface Context {
  readonly params: Promise<{ readonly id: string }>;
}

/** Logs a user out everywhere. */
export async function DELETE(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const audit = { action: 'session.end', target: id, by: 'store' } as const;
  return answerWrite(request, { schema: emptyBody, permission: 'manage-users', audit }, (_body, _now, doer) =>
    endUserSessions(id, doer),
  );
}
