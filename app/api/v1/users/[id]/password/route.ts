import { answerWrite } from '#app/_server/answer-write.ts';
import { setUserPassword } from '#app/_server/write-users.ts';
import { userPasswordBody } from '#lib/api/access-bodies.ts';

export const dynamic = 'force-dynamic';

interface Context {
  readonly params: Promise<{ readonly id: string }>;
}

/** Gives another user a new password, `{password}`. */
export async function PUT(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const audit = { action: 'user.password', target: id, by: 'store' } as const;
  return answerWrite(request, { schema: userPasswordBody, permission: 'manage-users', audit }, (body, now, doer) =>
    setUserPassword(id, body, { now, doer }),
  );
}
