import { randomUUID } from 'node:crypto';
import type { OidcConfig } from '../../config/web-schema.ts';
import { nobody } from '../../model/audit.ts';
import type { AuthStore, StoredUser } from '../../store/auth-store.ts';
import { beginSession, type LogInFrom } from '../log-in.ts';
import { readClaims } from './oidc-claims.ts';
import type { ProvedIdentity } from './oidc-client.ts';

/** How a log-in by a proved identity ended. */
export type IdentityLogIn =
  | { readonly kind: 'in'; readonly sessionSecret: string; readonly user: StoredUser }
  | { readonly kind: 'refused'; readonly reason: 'no-role' | 'no-name' | 'name-taken' | 'disabled' };

type Store = Pick<AuthStore, 'findUserByIdentity' | 'addUser' | 'setRole' | 'addSession' | 'endSession' | 'addAudit'>;

/**
 * Begins a session for somebody whom the provider has proved. Whoever is new becomes a user; whoever is known gets the role that the provider
 * gives now, and keeps the name. Nobody becomes a local user by having the same name. @throws StoreError
 */
export async function logInByIdentity(
  store: Store,
  proved: ProvedIdentity,
  settings: Pick<OidcConfig, 'nameClaim' | 'roleClaim' | 'roles'>,
  from: LogInFrom,
): Promise<IdentityLogIn> {
  const known = await store.findUserByIdentity(proved.identity);
  const refuse = async (reason: Extract<IdentityLogIn, { kind: 'refused' }>['reason']): Promise<IdentityLogIn> => {
    const common = {
      at: from.now,
      actor: nobody,
      address: from.address,
      action: 'session.start',
      target: known?.name ?? '',
    } as const;
    await store.addAudit({ ...common, outcome: 'refused', reason, detail: { ...proved.identity } });
    return { kind: 'refused', reason };
  };
  const claimed = readClaims(proved.claims, settings);
  if (claimed.kind === 'refused') return refuse(claimed.reason);
  if (known?.disabled === true) return refuse('disabled');
  const user = known ?? toUser(proved, claimed, from);
  const by = { actor: { kind: 'user', id: user.id, name: user.name }, address: from.address, at: from.now } as const;
  if (known === undefined && (await store.addUser(user, by)) !== 'done') return refuse('name-taken');
  if (user.role !== claimed.role) await store.setRole(user.id, claimed.role, by, 'provider');
  const sessionSecret = await beginSession(store, user, from);
  return sessionSecret === undefined ? refuse('disabled') : { kind: 'in', sessionSecret, user: { ...user, role: claimed.role } };
}

function toUser({ identity }: ProvedIdentity, { name, role }: Pick<StoredUser, 'name' | 'role'>, { now }: LogInFrom): StoredUser {
  const common = { id: randomUUID(), name, role, disabled: false, passwordHash: undefined } as const;
  return { ...common, identity, createdAt: now, loggedInAt: undefined };
}
