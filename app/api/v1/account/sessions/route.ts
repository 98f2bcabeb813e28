import { answerWrite } from '#app/_server/answer-write.ts';
import { endOtherSessions, findOwnAccount } from '#app/_server/own-account.ts';
import { emptyBody } from '#lib/api/access-bodies.ts';

export const dynamic = 'force-dynamic';

/** Ends all one's own sessions but the one that asks. */
export function DELETE(request: Request): Promise<Response> {
  const audit = { action: 'session.end', by: 'store' } as const;
  return answerWrite(request, { schema: emptyBody, permission: 'view', audit }, async (_body, _now, doer) => {
    const account = await findOwnAccount(request);
    return 'problem' in account ? account : endOtherSessions(account, doer);
  });
}
