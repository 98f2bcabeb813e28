import { type AuditEntry, nobody } from '../model/audit.ts';
import { parseUserName } from '../model/user-name.ts';
import type { AuthStore, StoredUser } from '../store/auth-store.ts';
import type { LogInLimiter } from './log-in-limiter.ts';
import { type PasswordCheck, type PasswordDesk, PasswordDeskBusyError } from './password-desk.ts';
import { createSecret, digestSecret } from './secret.ts';

/** Where a log-in comes from. */
export interface LogInFrom {
  readonly address: string;
  readonly userAgent: string;
  /** UTC milliseconds. */
  readonly now: number;
  /** A session that the browser has already: it ends, so that nobody goes on in one that was planted (session fixation). */
  readonly earlierDigest?: string;
}

/** How a log-in ended. `wrong` does not say what was: the name, the password, or that the user is disabled. */
export type LogInResult =
  | { readonly kind: 'in'; readonly sessionSecret: string; readonly user: StoredUser }
  | { readonly kind: 'refused'; readonly reason: 'wrong' | 'busy' | 'no-users' }
  | { readonly kind: 'refused'; readonly reason: 'wait'; readonly seconds: number };

export interface LogInParts {
  readonly store: Pick<AuthStore, 'findUser' | 'countUsers' | 'addSession' | 'endSession' | 'renewPasswordHash' | 'addAudit'>;
  readonly desk: PasswordDesk;
  readonly limiter: LogInLimiter;
}

const longestUserAgent = 200;

/**
 * Checks name and password, and begins a session. Takes the same steps for a name that is not there. What was refused is noted in the
 * audit, a wait once. @throws StoreError
 */
export async function logIn(
  { store, desk, limiter }: LogInParts,
  { name, password }: { readonly name: string; readonly password: string },
  from: LogInFrom,
): Promise<LogInResult> {
  if ((await store.countUsers()) === 0) return { kind: 'refused', reason: 'no-users' };
  // What cannot be a name is counted and hashed like any other.
  const asked = parseUserName(name) ?? '';
  const user = asked === '' ? undefined : await store.findUser(asked);
  const decision = limiter.begin(asked, from.address, from.now);
  if (decision.kind === 'wait') {
    if (decision.first) await store.addAudit(refusal(user, `wait-${decision.of}`, from));
    return { kind: 'refused', reason: 'wait', seconds: decision.seconds };
  }
  let check: PasswordCheck;
  try {
    check = await desk.check(password, user?.passwordHash);
  } catch (error) {
    limiter.abandoned(asked, from.address);
    if (error instanceof PasswordDeskBusyError) return { kind: 'refused', reason: 'busy' };
    throw error;
  }
  if (user === undefined || !check.right || user.disabled) {
    const why = user === undefined ? 'unknown-user' : check.right ? 'disabled' : 'wrong-password';
    await store.addAudit(refusal(user, why, from));
    return { kind: 'refused', reason: 'wrong' };
  }
  const sessionSecret = await beginSession(store, user, from);
  if (sessionSecret === undefined) return { kind: 'refused', reason: 'wrong' };
  limiter.succeeded(asked, from.address);
  if (check.rehash) await renewHash({ store, desk }, user, password);
  return { kind: 'in', sessionSecret, user };
}

/** Where there is no time for it now, the next log-in does it. */
async function renewHash({ store, desk }: Pick<LogInParts, 'store' | 'desk'>, user: StoredUser, password: string): Promise<void> {
  try {
    if (user.passwordHash !== undefined) await store.renewPasswordHash(user.id, user.passwordHash, await desk.hash(password));
  } catch (error) {
    if (!(error instanceof PasswordDeskBusyError)) throw error;
  }
}

/** Begins a session for a user whom a password or an identity provider has proved; undefined where the user has changed meanwhile. */
export async function beginSession(
  store: Pick<AuthStore, 'addSession' | 'endSession'>,
  user: StoredUser,
  { address, userAgent, now, earlierDigest }: LogInFrom,
): Promise<string | undefined> {
  const by = { actor: { kind: 'user', id: user.id, name: user.name }, address, at: now } as const;
  const sessionSecret = createSecret('session');
  const session = {
    digest: digestSecret(sessionSecret),
    userId: user.id,
    createdAt: now,
    seenAt: now,
    address,
    userAgent: userAgent.slice(0, longestUserAgent),
  };
  if (!(await store.addSession(session, user.passwordHash, by))) return undefined;
  if (earlierDigest !== undefined) await store.endSession(earlierDigest, by);
  return sessionSecret;
}

function refusal(user: StoredUser | undefined, reason: string, { address, now }: LogInFrom): AuditEntry {
  // A name that nobody has is not kept: people type their password there.
  const target = user?.name ?? '';
  return { at: now, actor: nobody, address, action: 'session.start', target, outcome: 'refused', reason, detail: {} };
}
