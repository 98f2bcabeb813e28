import { randomUUID } from 'node:crypto';
import type { UserBody, UserChangeBody, UserPasswordBody } from '#lib/api/access-bodies.ts';
import { checkPassword, passwordSentences } from '#lib/auth/check-password.ts';
import { PasswordDeskBusyError } from '#lib/auth/password-desk.ts';
import type { ApiFieldError } from '#lib/model/api/problem.ts';
import type { AuthStore, Doer, StoredUser, UserChange } from '#lib/store/auth-store.ts';
import { invalid, type WriteOutcome } from './answer-write.ts';
import { toApiUser } from './load-users.ts';
import { passwordParts } from './password-parts.ts';
import { toProblem } from './problem-response.ts';
import { readAuth } from './store-access.ts';

/** Adds a user who logs in with a password. Throws StoreError. */
export async function addUser({ name, role, password }: UserBody, now: number, doer: Doer): Promise<WriteOutcome> {
  const store = await readAuth();
  // Before the slow hash; the store looks once more.
  if ((await store.findUser(name)) !== undefined) return { ...refuseChange('name-taken'), target: name };
  const hashed = await hashNew(password, name);
  if ('problem' in hashed) return hashed;
  const user: StoredUser = {
    ...{ id: randomUUID(), name, role, disabled: false, passwordHash: hashed.hash, identity: undefined },
    ...{ createdAt: now, loggedInAt: undefined },
  };
  const ended = await store.addUser(user, doer);
  return ended === 'done' ? { status: 201, body: { user: toApiUser(user, [], now) } } : refuseChange(ended, true);
}

/** Gives a user another role, or disables or enables one. Throws StoreError. */
export async function changeUser(id: string, change: UserChangeBody, now: number, doer: Doer): Promise<WriteOutcome> {
  const store = await readAuth();
  const user = await findUserById(store, id);
  if (user === undefined) return refuseChange('unknown');
  const { role = user.role, disabled = user.disabled } = change;
  // What is so already is no change, and no entry of the audit.
  const ended =
    role !== user.role
      ? await store.setRole(id, role, doer)
      : disabled !== user.disabled
        ? await store.setDisabled(id, disabled, doer)
        : 'done';
  return ended === 'done' ? answerUser(store, id, now) : refuseChange(ended, true);
}

/** Gives another user a new password, and ends the sessions. Throws StoreError. */
export async function setUserPassword(
  id: string,
  { password }: UserPasswordBody,
  { now, doer }: { readonly now: number; readonly doer: Doer },
): Promise<WriteOutcome> {
  // Whoever finds a browser that somebody has left must not get the account for good.
  if (doer.actor.kind === 'user' && doer.actor.id === id) return { problem: ownPassword };
  const store = await readAuth();
  const user = await findUserById(store, id);
  if (user === undefined) return refuseChange('unknown');
  if (user.identity !== undefined) return { problem: atProvider };
  const hashed = await hashNew(password, user.name);
  if ('problem' in hashed) return hashed;
  const ended = await store.setPassword(id, hashed.hash, doer);
  return ended === 'done' ? answerUser(store, id, now) : refuseChange(ended, true);
}

/** Removes a user. Throws StoreError. */
export async function removeUser(id: string, doer: Doer): Promise<WriteOutcome> {
  const ended = await (await readAuth()).removeUser(id, doer);
  return ended === 'done' ? { body: { id } } : refuseChange(ended, true);
}

/** Logs a user out everywhere. Throws StoreError. */
export async function endUserSessions(id: string, doer: Doer): Promise<WriteOutcome> {
  const store = await readAuth();
  if ((await findUserById(store, id)) === undefined) return refuseChange('unknown');
  return { body: { ended: await endSessions(store, await store.listSessions(id), doer) } };
}

/** Ends these sessions; says how many there still were. */
export async function endSessions(
  store: Pick<AuthStore, 'endSession'>,
  sessions: readonly { readonly digest: string }[],
  doer: Doer,
): Promise<number> {
  let ended = 0;
  for (const { digest } of sessions) if (await store.endSession(digest, doer)) ended += 1;
  return ended;
}

/** The hash of a password that somebody has chosen, or why it is not taken. */
export async function hashNew(password: string, userName: string): Promise<{ readonly hash: string } | Refused> {
  const refusal = checkPassword(password, userName);
  if (refusal !== undefined) {
    const error: ApiFieldError = { path: 'password', code: refusal, detail: passwordSentences[refusal] };
    // As any other body that is not valid, it is nothing for the audit.
    return { problem: { ...invalid([error]), detail: `${passwordSentences[refusal]}.` }, noted: true };
  }
  try {
    return { hash: await passwordParts().desk.hash(password) };
  } catch (error) {
    if (error instanceof PasswordDeskBusyError) return busy;
    throw error;
  }
}

type Refused = Extract<WriteOutcome, { readonly problem: unknown }>;

export const busy: Refused = {
  problem: toProblem(503, 'busy', 'Too many passwords are being checked at this moment: try again in a few seconds.'),
  headers: { 'retry-after': '3' },
};
export const atProvider = toProblem(409, 'at-provider', 'This user logs in at an identity provider, and has no password here.');
const ownPassword = toProblem(409, 'own-password', 'Change your own password in your account: it asks for the old one.');

const refusals = {
  unknown: toProblem(404, 'not-found', 'There is no user with this id.'),
  'name-taken': toProblem(409, 'name-taken', 'There is a user of this name already.', [
    { path: 'name', code: 'name-taken', detail: 'is the name of another user' },
  ]),
  'last-admin': toProblem(409, 'last-admin', 'This is the last admin who may log in: make another one first.'),
} as const;

/** `byStore` where the store has found it, and noted it. */
function refuseChange(reason: Exclude<UserChange, 'done'>, byStore = false): Refused {
  return { problem: refusals[reason], noted: byStore && reason !== 'unknown' };
}

async function findUserById(store: AuthStore, id: string): Promise<StoredUser | undefined> {
  return (await store.listUsers()).find((user) => user.id === id);
}

async function answerUser(store: AuthStore, id: string, now: number): Promise<WriteOutcome> {
  const user = await findUserById(store, id);
  if (user === undefined) return refuseChange('unknown');
  return { body: { user: toApiUser(user, await store.listSessions(id), now) } };
}
