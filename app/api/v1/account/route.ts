import { answerRead } from '#app/_server/answer-read.ts';
import { findOwnAccount, loadAccount } from '#app/_server/own-account.ts';
import { answerProblem } from '#app/_server/problem-response.ts';

export const dynamic = 'force-dynamic';

/** The user who asks, with the sessions that last. */
export function GET(request: Request): Promise<Response> {
  return answerRead(async () => {
    const account = await findOwnAccount(request);
    return 'problem' in account ? answerProblem(account.problem) : loadAccount(account, Date.now());
  });
}
