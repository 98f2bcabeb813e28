import { answerWrite } from '#app/_server/answer-write.ts';
import { endOwnSession, findOwnAccount } from '#app/_server/own-account.ts';
import { emptyBody } from '#lib/api/access-bodies.ts';

export const dynamic = 'force-dynamic';

interface Context {
  readonly params: Promise<{ readonly id: string }>;
}

/** Ends one of one's own sessions. */
export async function DELETE(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const audit = { action: 'session.end', by: 'store' } as const;
  return answerWrite(request, { schema: emptyBody, permission: 'view', audit }, async (_body, _now, doer) => {
    const account = await findOwnAccount(request);
    return 'problem' in account ? account : endOwnSession(account, id, doer);
  });
}
