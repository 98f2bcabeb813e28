import type { DatabaseSync } from 'node:sqlite';
import type { AuditEntry } from '#lib/model/audit.ts';
import type { Json } from '#lib/model/json.ts';
import { parseRole } from '#lib/model/role.ts';
import { userNameKey } from '#lib/model/user-name.ts';
import type { AuthStore, Doer, Identity, StoredUser, StoredWallLink, UserChange } from './auth-store.ts';
import { prepareAuthStatements } from './sqlite-auth-statements.ts';
import { encodeText } from './stored-text.ts';

/** The synchronous side of an auth store; the caller makes the transactions. */
export type AuthWriter = {
  [Name in Exclude<keyof AuthStore, `list${string}` | `find${string}` | 'countUsers'>]: (
    ...given: Parameters<AuthStore[Name]>
  ) => Awaited<ReturnType<AuthStore[Name]>>;
} & { moveRevision(): void };

type Statements = ReturnType<typeof prepareAuthStatements>;
type Note = (entry: { by: Doer; action: string; target: string; reason?: UserChange; detail?: Json }) => void;

/** Prepares the writes of log-in on one connection. */
export function createAuthWriter(database: DatabaseSync): AuthWriter {
  const statements = prepareAuthStatements(database);
  const addAudit = ({ at, actor, address, action, target, outcome, reason, detail }: AuditEntry): void => {
    const who = [actor.kind, actor.id, encodeText(actor.name), address] as const;
    statements.insertAudit.run(at, ...who, action, encodeText(target), outcome, reason, JSON.stringify(detail));
  };
  const note: Note = ({ by, action, target, reason, detail = {} }) =>
    addAudit({ ...by, action, target, outcome: reason === undefined ? 'done' : 'refused', reason: reason ?? '', detail });
  return {
    moveRevision: () => void statements.moveRevision.run(),
    addAudit,
    ...userWrites(statements, note),
    ...sessionWrites(statements, note),
    ...secretWrites(statements, note),
    prune({ audit, sessions, idle }) {
      statements.deleteOldAudit.run(audit);
      statements.deleteOldSessions.run(sessions, idle);
    },
  };
}

function userWrites(statements: Statements, note: Note) {
  /** Changes a user that is there, unless that takes away the last admin who may log in. */
  const change = (id: string, by: Doer, action: string, work: (user: UserRow) => { keepsAdmin: boolean; detail?: Json }) => {
    const user = statements.readUser.get(id) as UserRow | undefined;
    if (user === undefined) return 'unknown';
    const { keepsAdmin, detail } = work(user);
    const isAdmin = user.role === 'admin' && user.disabled === 0;
    const lost = isAdmin && !keepsAdmin && Number(statements.countOtherAdmins.get(id)?.count) === 0;
    note({
      by,
      action,
      target: user.name,
      ...(lost && { reason: 'last-admin' as const }),
      ...(detail !== undefined && { detail }),
    });
    return lost ? 'last-admin' : 'done';
  };
  return {
    addUser(user: StoredUser, by: Doer): UserChange {
      const { id, name, role, disabled, passwordHash = null, createdAt, loggedInAt = null } = user;
      const identity = user.identity === undefined ? null : encodeIdentity(user.identity);
      const key = userNameKey(name);
      const detail = { role, by: identity === null ? 'password' : 'identity' };
      if (statements.readTaken.get(key, identity) !== undefined) {
        note({ by, action: 'user.add', target: name, reason: 'name-taken', detail });
        return 'name-taken';
      }
      statements.insertUser.run(id, name, key, role, Number(disabled), passwordHash, identity, createdAt, loggedInAt);
      note({ by, action: 'user.add', target: name, detail });
      return 'done';
    },
    setPassword(id: string, hash: string, by: Doer, keep?: string): UserChange {
      // It ends with an admin's new password, a disabling or a log-out, and may then not undo them.
      if (keep !== undefined && statements.readSessionOf.get(keep, id) === undefined) return 'unknown';
      const ended = change(id, by, 'user.password', () => ({ keepsAdmin: true }));
      if (ended !== 'done') return ended;
      statements.setPassword.run(hash, id);
      statements.deleteSessionsOf.run(id, keep ?? null);
      return ended;
    },
    renewPasswordHash: (id: string, old: string, hash: string) => void statements.renewPassword.run(hash, id, old),
    setRole(id: string, role: StoredUser['role'], by: Doer, decidedBy = 'person'): UserChange {
      const ended = change(id, by, 'user.role', (user) => ({
        keepsAdmin: role === 'admin' || decidedBy === 'provider',
        detail: { from: parseRole(user.role) ?? '', to: role, decidedBy },
      }));
      if (ended === 'done') statements.setRole.run(role, id);
      return ended;
    },
    setDisabled(id: string, disabled: boolean, by: Doer): UserChange {
      const ended = change(id, by, disabled ? 'user.disable' : 'user.enable', () => ({ keepsAdmin: !disabled }));
      if (ended !== 'done') return ended;
      statements.setDisabled.run(Number(disabled), id);
      if (disabled) statements.deleteSessionsOf.run(id, null);
      return ended;
    },
    removeUser(id: string, by: Doer): UserChange {
      const ended = change(id, by, 'user.remove', () => ({ keepsAdmin: false }));
      if (ended !== 'done') return ended;
      statements.deleteSessionsOf.run(id, null);
      statements.deleteUser.run(id);
      return ended;
    },
  };
}

interface UserRow {
  readonly name: string;
  readonly role: string;
  readonly disabled: number;
  readonly password: string | null;
}

function sessionWrites(statements: Statements, note: Note) {
  return {
    addSession(...[session, checkedHash, by]: Parameters<AuthStore['addSession']>): boolean {
      const { digest, userId, createdAt, seenAt, address, userAgent } = session;
      const user = statements.readUser.get(userId) as UserRow | undefined;
      if (user === undefined || user.disabled !== 0 || user.password !== (checkedHash ?? null)) return false;
      statements.insertSession.run(digest, userId, createdAt, seenAt, address, encodeText(userAgent));
      statements.noteLogIn.run(createdAt, userId);
      note({ by, action: 'session.start', target: user.name });
      return true;
    },
    touchSession: (digest: string, seenAt: number) => void statements.touchSession.run(seenAt, digest),
    endSession(digest: string, by: Doer): boolean {
      const user = statements.readSessionUser.get(digest);
      if (Number(statements.deleteSession.run(digest).changes) === 0) return false;
      note({ by, action: 'session.end', target: String(user?.name ?? '') });
      return true;
    },
  };
}

function secretWrites(statements: Statements, note: Note) {
  const revoke = (statement: Statements['deleteToken'], id: string, by: Doer, action: string): boolean => {
    const row = statement.get(id);
    if (row === undefined) return false;
    note({ by, action, target: JSON.parse(String(row.name)) as string, detail: { id } });
    return true;
  };
  const columns = ({ id, digest, shown, name, createdBy, createdAt, expiresAt, usedAt }: StoredWallLink) =>
    [id, digest, shown, encodeText(name), encodeText(createdBy), createdAt, expiresAt ?? null, usedAt ?? null] as const;
  return {
    addToken(...[token, by]: Parameters<AuthStore['addToken']>): void {
      statements.insertToken.run(...columns(token), token.role);
      const { id, shown, role, expiresAt = null } = token;
      note({ by, action: 'token.add', target: token.name, detail: { id, shown, role, expiresAt } });
    },
    touchToken: (id: string, usedAt: number) => void statements.touchToken.run(usedAt, id),
    revokeToken: (id: string, by: Doer) => revoke(statements.deleteToken, id, by, 'token.revoke'),
    addWallLink(link: StoredWallLink, by: Doer): void {
      statements.insertWallLink.run(...columns(link));
      const { id, shown, expiresAt = null } = link;
      note({ by, action: 'wall-link.add', target: link.name, detail: { id, shown, expiresAt } });
    },
    touchWallLink: (id: string, usedAt: number) => void statements.touchWallLink.run(usedAt, id),
    revokeWallLink: (id: string, by: Doer) => revoke(statements.deleteWallLink, id, by, 'wall-link.revoke'),
  };
}

/** The same text for the same identity, so that it can be looked for. */
export function encodeIdentity({ issuer, subject }: Identity): string {
  return JSON.stringify([issuer, subject]);
}
