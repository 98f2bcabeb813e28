import { decideSession } from '#lib/auth/session.ts';
import type { ApiUser, ApiUsers } from '#lib/model/api/users.ts';
import type { StoredSession, StoredUser } from '#lib/store/auth-store.ts';
import { readAuth } from './store-access.ts';
import { webFacts } from './web-facts.ts';

/** Everybody who may log in, by name. Throws StoreError. */
export async function loadUsers(now: number): Promise<ApiUsers> {
  const store = await readAuth();
  const sessions = Map.groupBy(await store.listSessions(), ({ userId }) => userId);
  return { users: (await store.listUsers()).map((user) => toApiUser(user, sessions.get(user.id) ?? [], now)) };
}

/** A user as the API says it; nothing of the password. `sessions` are those of the user, also such as have run out. */
export function toApiUser(user: StoredUser, sessions: readonly StoredSession[], now: number): ApiUser {
  const { id, name, role, disabled, identity, createdAt, loggedInAt = null } = user;
  const issuer = identity?.issuer ?? null;
  return { id, name, role, disabled, issuer, createdAt, loggedInAt, sessions: liveSessions(sessions, now).length };
}

/** Those that still hold: what has run out stays in the store until it is next cleaned up. */
export function liveSessions(sessions: readonly StoredSession[], now: number): readonly StoredSession[] {
  const limits = webFacts()?.limits;
  return limits === undefined ? sessions : sessions.filter((session) => decideSession(session, limits, now) === 'live');
}
