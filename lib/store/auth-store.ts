import type { Actor, AuditEntry } from '#lib/model/audit.ts';
import type { Role } from '#lib/model/role.ts';

/** Who a user is at an identity provider: the pair that never changes (OpenID Connect Core 5.7). */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** Somebody who may log in. `passwordHash` or `identity` says by what; times are UTC milliseconds. */
export interface StoredUser {
  readonly id: string;
  /** Unique, also among names that differ only in letter case. */
  readonly name: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly passwordHash: string | undefined;
  readonly identity: Identity | undefined;
  readonly createdAt: number;
  readonly loggedInAt: number | undefined;
}

/** A log-in that lasts. `digest` is of the secret that the browser has, which is nowhere else. */
export interface StoredSession {
  readonly digest: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly address: string;
  /** As the browser named itself, cut to 200 characters. */
  readonly userAgent: string;
}

/** What a program shows to be let in. It belongs to the installation, not to who made it. */
export interface StoredToken {
  readonly id: string;
  readonly digest: string;
  /** The part of the secret that lists show. */
  readonly shown: string;
  readonly name: string;
  readonly role: Role;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  /** Written at most once a minute. */
  readonly usedAt: number | undefined;
}

/** An address that shows the wall to whoever has it. */
export type StoredWallLink = Omit<StoredToken, 'role'>;

export type StoredAuditEntry = AuditEntry & { readonly id: number };

/** Which audit entries to list; absent parts restrict nothing. */
export interface AuditFilter {
  readonly actorName?: string;
  /** The action itself, or what comes before its dot. */
  readonly action?: string;
  readonly target?: string;
  readonly outcome?: AuditEntry['outcome'];
  readonly from?: number;
  readonly before?: { readonly at: number; readonly id: number };
  readonly limit: number;
}

/** Who changes something, from where and when: the store writes it beside the change, in one transaction. */
export interface Doer {
  readonly actor: Actor;
  readonly address: string;
  /** UTC milliseconds. */
  readonly at: number;
}

/** How a change to a user ended. Nothing was changed unless `done`; all but `unknown` leave an audit entry. */
export type UserChange = 'done' | 'unknown' | 'name-taken' | 'last-admin';

/**
 * The part of the store that log-in lives in. The app and the command line write here; each call is one transaction with its audit entry,
 * and has been stored once it resolves. Every write moves the store's revision. Sessions end with the password, the role `disabled`
 * or the user that they hang on.
 */
export interface AuthStore {
  /** @returns `name-taken` where a user has the name, in whatever letter case, or the identity */
  addUser(user: StoredUser, by: Doer): Promise<UserChange>;
  /** Ends the user's sessions, all but the one with the digest `keep`; `unknown` where that one is no longer there. */
  setPassword(userId: string, passwordHash: string, by: Doer, keep?: string): Promise<UserChange>;
  /** A better hash of the same password, in the place of `old`. Leaves sessions and audit alone. */
  renewPasswordHash(userId: string, old: string, passwordHash: string): Promise<void>;
  /** `provider` says that an identity provider decides, which may also take the role from the last admin: the command line adds another. */
  setRole(userId: string, role: Role, by: Doer, decidedBy?: 'person' | 'provider'): Promise<UserChange>;
  setDisabled(userId: string, disabled: boolean, by: Doer): Promise<UserChange>;
  removeUser(userId: string, by: Doer): Promise<UserChange>;
  countUsers(): Promise<number>;
  listUsers(): Promise<readonly StoredUser[]>;
  findUser(name: string): Promise<StoredUser | undefined>;
  findUserByIdentity(identity: Identity): Promise<StoredUser | undefined>;

  /**
   * Stores a log-in and notes it with the user. False where meanwhile the user was removed or disabled, or has another password than the
   * one that was checked.
   */
  addSession(session: StoredSession, checkedHash: string | undefined, by: Doer): Promise<boolean>;
  findSession(digest: string): Promise<{ readonly session: StoredSession; readonly user: StoredUser } | undefined>;
  touchSession(digest: string, seenAt: number): Promise<void>;
  /** False where there is none. */
  endSession(digest: string, by: Doer): Promise<boolean>;
  /** Last seen first; of all users without an id. */
  listSessions(userId?: string): Promise<readonly StoredSession[]>;

  addToken(token: StoredToken, by: Doer): Promise<void>;
  findToken(digest: string): Promise<StoredToken | undefined>;
  touchToken(id: string, usedAt: number): Promise<void>;
  revokeToken(id: string, by: Doer): Promise<boolean>;
  listTokens(): Promise<readonly StoredToken[]>;

  addWallLink(link: StoredWallLink, by: Doer): Promise<void>;
  findWallLink(digest: string): Promise<StoredWallLink | undefined>;
  touchWallLink(id: string, usedAt: number): Promise<void>;
  revokeWallLink(id: string, by: Doer): Promise<boolean>;
  listWallLinks(): Promise<readonly StoredWallLink[]>;

  /** For what changes nothing here: refusals, and writes of other parts of the store. */
  addAudit(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  listAudit(filter: AuditFilter): Promise<readonly StoredAuditEntry[]>;
  /** Drops audit entries older than `auditBefore`, and sessions made before `sessionsBefore` or not seen since `idleBefore`. */
  prune(before: { readonly audit: number; readonly sessions: number; readonly idle: number }): Promise<void>;
}
