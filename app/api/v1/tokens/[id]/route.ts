import { answerWrite } from '#app/_server/answer-write.ts';
import { revokeToken } from '#app/_server/write-secrets.ts';
import { emptyBody } from '#lib/api/access-bodies.ts';

export const dynamic = 'force-dynamic';

interface Context {
  readonly params: Promise<{ readonly id: string }>;
}

/** Revokes a token, from the next request on. */
export async function DELETE(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const audit = { action: 'token.revoke', target: id, by: 'store' } as const;
  return answerWrite(request, { schema: emptyBody, permission: 'manage-tokens', audit }, (_body, _now, doer) =>
    revokeToken(id, doer),
  );
}
