import { answerWrite } from '#app/_server/answer-write.ts';
import { changeOwnPassword, findOwnAccount } from '#app/_server/own-account.ts';
import { ownPasswordBody } from '#lib/api/access-bodies.ts';

export const dynamic = 'force-dynamic';

/** Changes one's own password, `{current, password}`. */
export function PUT(request: Request): Promise<Response> {
  const audit = { action: 'user.password', by: 'store' } as const;
  return answerWrite(request, { schema: ownPasswordBody, permission: 'view', audit }, async (body, _now, doer) => {
    const account = await findOwnAccount(request);
    return 'problem' in account ? account : changeOwnPassword(account, body, doer);
  });
}
