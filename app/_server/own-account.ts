import type { OwnPasswordBody } from '#lib/api/access-bodies.ts';
import { type PasswordCheck, PasswordDeskBusyError } from '#lib/auth/password-desk.ts';
import type { ApiAccount } from '#lib/model/api/account.ts';
import type { ApiProblem } from '#lib/model/api/problem.ts';
import type { Doer, StoredSession, StoredUser } from '#lib/store/auth-store.ts';
import type { WriteOutcome } from './answer-write.ts';
import { liveSessions } from './load-users.ts';
import { passwordParts } from './password-parts.ts';
import { toProblem } from './problem-response.ts';
import { contextOf } from './request-context.ts';
import { readAuth } from './store-access.ts';
import { atProvider, busy, endSessions, hashNew } from './write-users.ts';

/** The user who asks, by the session that the request came with. */
export interface OwnAccount {
  readonly user: StoredUser;
  readonly session: StoredSession;
}

const noAccount = toProblem(409, 'no-account', 'Whoever asks here has no account: it takes a log-in of a user.');
const ended = toProblem(401, 'session-expired', 'The session has ended: log in again.');
const wrongPassword = toProblem(403, 'wrong-password', 'This is not the password that you have.', [
  { path: 'current', code: 'wrong-password', detail: 'is not the password that you have' },
]);
const notThere = toProblem(404, 'not-found', 'You have no such session.');

/** Who asks, or why nobody does. Throws StoreError. */
export async function findOwnAccount(request: Request): Promise<OwnAccount | { readonly problem: ApiProblem }> {
  const { principal } = contextOf(request);
  if (principal.kind !== 'user') return { problem: noAccount };
  return (await (await readAuth()).findSession(principal.sessionDigest)) ?? { problem: ended };
}

/** The account as the API says it. Throws StoreError. */
export async function loadAccount({ user, session }: OwnAccount, now: number): Promise<ApiAccount> {
  const { id, name, role, identity, createdAt } = user;
  const sessions = liveSessions(await (await readAuth()).listSessions(id), now);
  return {
    ...{ name, role, issuer: identity?.issuer ?? null, createdAt },
    sessions: sessions.map(({ digest, createdAt: begunAt, seenAt, address, userAgent }) => {
      return { id: shortId(digest), isCurrent: digest === session.digest, createdAt: begunAt, seenAt, address, userAgent };
    }),
  };
}

/** Changes one's own password: asks for the old one, slowly after wrong ones, and ends all other sessions. Throws StoreError. */
export async function changeOwnPassword(
  { user, session }: OwnAccount,
  { current, password }: OwnPasswordBody,
  doer: Doer,
): Promise<WriteOutcome> {
  if (user.identity !== undefined) return { problem: atProvider };
  const { desk, limiter } = passwordParts();
  const decision = limiter.begin(user.name, doer.address, doer.at);
  if (decision.kind === 'wait') {
    const { seconds } = decision;
    const problem = toProblem(429, 'wait', `After so many wrong passwords the next try is in ${seconds} s.`);
    return { problem, headers: { 'retry-after': String(seconds) } };
  }
  let check: PasswordCheck;
  try {
    check = await desk.check(current, user.passwordHash);
  } catch (error) {
    limiter.abandoned(user.name, doer.address);
    if (error instanceof PasswordDeskBusyError) return busy;
    throw error;
  }
  if (!check.right) return { problem: wrongPassword };
  limiter.succeeded(user.name, doer.address);
  const hashed = await hashNew(password, user.name);
  if ('problem' in hashed) return hashed;
  const result = await (await readAuth()).setPassword(user.id, hashed.hash, doer, session.digest);
  return result === 'done' ? { body: { changed: true } } : { problem: ended };
}

/** Ends all one's own sessions but the one that asks. Throws StoreError. */
export async function endOtherSessions({ user, session }: OwnAccount, doer: Doer): Promise<WriteOutcome> {
  const store = await readAuth();
  const others = (await store.listSessions(user.id)).filter(({ digest }) => digest !== session.digest);
  return { body: { ended: await endSessions(store, others, doer) } };
}

/** Ends one of one's own sessions. Throws StoreError. */
export async function endOwnSession({ user }: OwnAccount, id: string, doer: Doer): Promise<WriteOutcome> {
  const store = await readAuth();
  const found = (await store.listSessions(user.id)).filter(({ digest }) => shortId(digest) === id);
  return (await endSessions(store, found, doer)) > 0 ? { body: { id } } : { problem: notThere };
}

/** The beginning of a digest: enough to tell one's own sessions apart, and nothing to log in with. */
function shortId(digest: string): string {
  return digest.slice(0, 16);
}
