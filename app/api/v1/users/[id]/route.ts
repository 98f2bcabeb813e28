import { answerWrite } from '#app/_server/answer-write.ts';
import { changeUser, removeUser } from '#app/_server/write-users.ts';
import { emptyBody, userChangeBody } from '#lib/api/access-bodies.ts';

export const dynamic = 'force-dynamic';

interface Context {
  readonly params: Promise<{ readonly id: string }>;
}

/** Gives a user another role, `{role}`, or disables or enables one, `{disabled}`. */
export async function PUT(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const audit = { action: 'user.change', target: id, by: 'store' } as const;
  return answerWrite(request, { schema: userChangeBody, permission: 'manage-users', audit }, (body, now, doer) =>
    changeUser(id, body, now, doer),
  );
}

/** Removes a user. */
export async function DELETE(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const audit = { action: 'user.remove', target: id, by: 'store' } as const;
  return answerWrite(request, { schema: emptyBody, permission: 'manage-users', audit }, (_body, _now, doer) =>
    removeUser(id, doer),
  );
}
