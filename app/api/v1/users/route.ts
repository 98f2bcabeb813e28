import { answerRead } from '#app/_server/answer-read.ts';
import { answerWrite } from '#app/_server/answer-write.ts';
import { loadUsers } from '#app/_server/load-users.ts';
import { addUser } from '#app/_server/write-users.ts';
import { userBody } from '#lib/api/access-bodies.ts';

export const dynamic = 'force-dynamic';

/** Everybody who may log in, by name. */
export function GET(): Promise<Response> {
  return answerRead(() => loadUsers(Date.now()));
}

/** Adds a user who logs in with a password, `{name, role, password}`. */
export function POST(request: Request): Promise<Response> {
  const audit = { action: 'user.add', by: 'store' } as const;
  return answerWrite(request, { schema: userBody, permission: 'manage-users', audit }, addUser);
}
