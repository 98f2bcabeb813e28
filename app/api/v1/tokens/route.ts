import { answerRead } from '#app/_server/answer-read.ts';
import { answerWrite } from '#app/_server/answer-write.ts';
import { loadTokens } from '#app/_server/load-secrets.ts';
import { addToken } from '#app/_server/write-secrets.ts';
import { tokenBody } from '#lib/api/access-bodies.ts';

export const dynamic = 'force-dynamic';

/** Tokens of programs, the oldest first. */
export function GET(): Promise<Response> {
  return answerRead(loadTokens);
}

/** Makes a token, `{name, role, days?}`; its secret is said this once. */
export function POST(request: Request): Promise<Response> {
  const audit = { action: 'token.add', by: 'store' } as const;
  return answerWrite(request, { schema: tokenBody, permission: 'manage-tokens', audit }, addToken);
}
