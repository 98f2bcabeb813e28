import type { Kysely, Selectable } from 'kysely';
import { actorKinds } from '#lib/model/audit.ts';
import { parseRole } from '#lib/model/role.ts';
import { userNameKey } from '#lib/model/user-name.ts';
import type {
  AuthStore,
  Identity,
  StoredAuditEntry,
  StoredSession,
  StoredToken,
  StoredUser,
  StoredWallLink,
} from './auth-store.ts';
import { encodeIdentity } from './sqlite-auth-writer.ts';
import type { StoreTables } from './sqlite-schema.ts';
import { encodeText, type StoredTextParser } from './stored-text.ts';

/** The read side of an auth store. */
export type AuthReader = Pick<
  AuthStore,
  | 'countUsers'
  | 'listUsers'
  | 'findUser'
  | 'findUserByIdentity'
  | 'findSession'
  | 'listSessions'
  | 'findToken'
  | 'listTokens'
  | 'findWallLink'
  | 'listWallLinks'
  | 'listAudit'
>;

type Row<Table extends keyof StoreTables> = Selectable<StoreTables[Table]>;

/** Reads through Kysely; every query stands alone. */
export function createAuthReader(tables: Kysely<StoreTables>, parse: StoredTextParser): AuthReader {
  const users = tables.selectFrom('user').selectAll();
  const toOptionalUser = (row: Row<'user'> | undefined) => (row === undefined ? undefined : toUser(row, parse));
  return {
    async countUsers() {
      const { count } = await tables
        .selectFrom('user')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },
    listUsers: async () => (await users.orderBy('name_key').execute()).map((row) => toUser(row, parse)),
    findUser: async (name) => toOptionalUser(await users.where('name_key', '=', userNameKey(name)).executeTakeFirst()),
    findUserByIdentity: async (identity) =>
      toOptionalUser(await users.where('identity', '=', encodeIdentity(identity)).executeTakeFirst()),
    async findSession(digest) {
      // Two reads, each of one row by its key. A user who is gone between them is gone.
      const row = await tables.selectFrom('session').selectAll().where('digest', '=', digest).executeTakeFirst();
      if (row === undefined) return undefined;
      const user = toOptionalUser(await users.where('id', '=', row.user_id).executeTakeFirst());
      return user === undefined ? undefined : { session: toSession(row, parse), user };
    },
    async listSessions(userId) {
      let query = tables.selectFrom('session').selectAll().orderBy('seen_at', 'desc').orderBy('digest');
      if (userId !== undefined) query = query.where('user_id', '=', userId);
      return (await query.execute()).map((row) => toSession(row, parse));
    },
    async findToken(digest) {
      const row = await tables.selectFrom('token').selectAll().where('digest', '=', digest).executeTakeFirst();
      return row === undefined ? undefined : toToken(row, parse);
    },
    async listTokens() {
      const rows = await tables.selectFrom('token').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map((row) => toToken(row, parse));
    },
    async findWallLink(digest) {
      const row = await tables.selectFrom('wall_link').selectAll().where('digest', '=', digest).executeTakeFirst();
      return row === undefined ? undefined : toLink(row, 'wall_link', parse);
    },
    async listWallLinks() {
      const rows = await tables.selectFrom('wall_link').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map((row) => toLink(row, 'wall_link', parse));
    },
    listAudit: (filter) => listAudit(tables, parse, filter),
  };
}

async function listAudit(
  tables: Kysely<StoreTables>,
  parse: StoredTextParser,
  { actorName, action, target, outcome, from, before, limit }: Parameters<AuthStore['listAudit']>[0],
): Promise<readonly StoredAuditEntry[]> {
  let query = tables.selectFrom('audit').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(limit);
  if (actorName !== undefined) query = query.where('actor_name', '=', encodeText(actorName));
  // Actions of one subject lie between its name with a dot and with the character after it.
  if (action !== undefined)
    query = query.where(({ eb, or, and }) =>
      or([eb('action', '=', action), and([eb('action', '>=', `${action}.`), eb('action', '<', `${action}/`)])]),
    );
  if (target !== undefined) query = query.where('target', '=', encodeText(target));
  if (outcome !== undefined) query = query.where('outcome', '=', outcome);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (before !== undefined) {
    const { at, id } = before;
    query = query.where(({ eb, or, and }) => or([eb('at', '<', at), and([eb('at', '=', at), eb('id', '<', id)])]));
  }
  return (await query.execute()).map((row) => toAuditEntry(row, parse));
}

function toUser(row: Row<'user'>, parse: StoredTextParser): StoredUser {
  return {
    id: row.id,
    name: row.name,
    role: parseRole(row.role) ?? parse.corrupt('user.role'),
    disabled: row.disabled !== 0,
    passwordHash: row.password ?? undefined,
    identity: row.identity === null ? undefined : toIdentity(row.identity, parse),
    createdAt: row.created_at,
    loggedInAt: row.logged_in_at ?? undefined,
  };
}

function toIdentity(text: string, parse: StoredTextParser): Identity {
  const stored = parse.json(text, 'user.identity');
  const [issuer, subject] = Array.isArray(stored) ? stored : [];
  return typeof issuer === 'string' && typeof subject === 'string' ? { issuer, subject } : parse.corrupt('user.identity');
}

function toSession(row: Row<'session'>, parse: StoredTextParser): StoredSession {
  const { digest, user_id, created_at, seen_at, address, user_agent } = row;
  const userAgent = parse.text(user_agent, 'session.user_agent');
  return { digest, userId: user_id, createdAt: created_at, seenAt: seen_at, address, userAgent };
}

function toLink(row: Row<'wall_link'>, table: 'token' | 'wall_link', parse: StoredTextParser): StoredWallLink {
  return {
    id: row.id,
    digest: row.digest,
    shown: row.shown,
    name: parse.text(row.name, `${table}.name`),
    createdBy: parse.text(row.created_by, `${table}.created_by`),
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    usedAt: row.used_at ?? undefined,
  };
}

function toToken(row: Row<'token'>, parse: StoredTextParser): StoredToken {
  return { ...toLink(row, 'token', parse), role: parseRole(row.role) ?? parse.corrupt('token.role') };
}

function toAuditEntry(row: Row<'audit'>, parse: StoredTextParser): StoredAuditEntry {
  const { id, at, address, action, reason } = row;
  const kind = actorKinds.find((known) => known === row.actor_kind) ?? parse.corrupt('audit.actor_kind');
  return {
    id,
    at,
    actor: { kind, id: row.actor_id, name: parse.text(row.actor_name, 'audit.actor_name') },
    address,
    action,
    target: parse.text(row.target, 'audit.target'),
    outcome: row.outcome === 'done' ? 'done' : 'refused',
    reason,
    detail: parse.json(row.detail, 'audit.detail'),
  };
}
