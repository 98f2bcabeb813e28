import type { AuthStore, StoredWallLink } from '../store/auth-store.ts';
import type { Credential } from './credentials.ts';
import { csrfToken } from './csrf.ts';
import type { Principal } from './principal.ts';
import { digestSecret } from './secret.ts';
import { decideSession, isTouchDue, type SessionLimits } from './session.ts';

/** Why nobody was recognised. `no-credential`: there was none; the others: there was one, and it does not hold. */
export type Unrecognised = 'no-credential' | 'malformed' | 'unknown' | 'idle' | 'expired' | 'disabled';

export type Recognition =
  | { readonly kind: 'recognised'; readonly principal: Principal }
  | { readonly kind: 'unrecognised'; readonly reason: Unrecognised };

export interface AuthenticateInput {
  readonly store: Pick<AuthStore, 'findSession' | 'touchSession' | 'findToken' | 'touchToken' | 'findWallLink' | 'touchWallLink'>;
  readonly limits: SessionLimits;
  /** UTC milliseconds. */
  readonly now: number;
  /** Told where the time of use could not be written: that must not keep anybody out. */
  readonly onError: (error: unknown) => void;
}

/**
 * Who sends a request with these credentials: the first that holds says it. The store is asked each time, by key, so that what is revoked,
 * disabled or changed on the command line holds from the next request on. @throws StoreError where the store cannot be read
 */
export async function authenticate(credentials: readonly Credential[], input: AuthenticateInput): Promise<Recognition> {
  let first: Recognition | undefined;
  for (const credential of credentials) {
    const recognition = await recognise(credential, input);
    if (recognition.kind === 'recognised') return recognition;
    first ??= recognition;
  }
  return first ?? unrecognised('no-credential');
}

async function recognise(credential: Credential, input: AuthenticateInput): Promise<Recognition> {
  switch (credential.kind) {
    case 'malformed':
      return unrecognised('malformed');
    case 'session':
      return recogniseSession(credential.secret, input);
    case 'token':
      return recogniseToken(credential.secret, input);
    case 'wall-link':
      return recogniseWallLink(credential.secret, input);
  }
}

async function recogniseSession(secret: string, { store, limits, now, onError }: AuthenticateInput): Promise<Recognition> {
  const digest = digestSecret(secret);
  const found = await store.findSession(digest);
  if (found === undefined) return unrecognised('unknown');
  const { session, user } = found;
  const state = decideSession(session, limits, now);
  if (state !== 'live') return unrecognised(state);
  if (user.disabled) return unrecognised('disabled');
  if (isTouchDue(session.seenAt, now)) await store.touchSession(digest, now).catch(onError);
  const { id: userId, name, role } = user;
  return recognised({ kind: 'user', userId, name, role, sessionDigest: digest, csrfToken: csrfToken(secret) });
}

async function recogniseToken(secret: string, { store, now, onError }: AuthenticateInput): Promise<Recognition> {
  const token = await store.findToken(digestSecret(secret));
  if (token === undefined) return unrecognised('unknown');
  if (isExpired(token, now)) return unrecognised('expired');
  if (isTouchDue(token.usedAt, now)) await store.touchToken(token.id, now).catch(onError);
  return recognised({ kind: 'token', tokenId: token.id, name: token.name, role: token.role });
}

async function recogniseWallLink(secret: string, { store, now, onError }: AuthenticateInput): Promise<Recognition> {
  const link = await store.findWallLink(digestSecret(secret));
  if (link === undefined) return unrecognised('unknown');
  if (isExpired(link, now)) return unrecognised('expired');
  if (isTouchDue(link.usedAt, now)) await store.touchWallLink(link.id, now).catch(onError);
  return recognised({ kind: 'wall-link', linkId: link.id, name: link.name });
}

/** Whether a token or wall link has run out. One without an end lives until it is revoked. */
export function isExpired({ expiresAt }: Pick<StoredWallLink, 'expiresAt'>, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt;
}

function recognised(principal: Principal): Recognition {
  return { kind: 'recognised', principal };
}

function unrecognised(reason: Unrecognised): Recognition {
  return { kind: 'unrecognised', reason };
}
