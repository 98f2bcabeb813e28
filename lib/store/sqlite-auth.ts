import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { AuthStore } from './auth-store.ts';
import { guardFiles } from './file-guard.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { createTransactions, openReader, openWriter } from './open-sqlite.ts';
import { type AuthReader, createAuthReader } from './sqlite-auth-reader.ts';
import { type AuthWriter, createAuthWriter } from './sqlite-auth-writer.ts';
import type { StoreTables } from './sqlite-schema.ts';
import { toStoreError } from './store-error.ts';
import { createStoredTextParser } from './stored-text.ts';

/** An auth store on one SQLite file, with its connections. */
export interface OpenAuthStore extends AuthStore {
  /** As of the store. */
  isReplaced(): boolean;
  close(): Promise<void>;
}

interface Writing {
  readonly database: DatabaseSync;
  readonly writer: AuthWriter;
  readonly inTransaction: ReturnType<typeof createTransactions>;
}

/**
 * Opens log-in's part of the embedded store. `create` makes the file, or brings it up to date; without it the file must be there and of
 * this program's version, and is opened for writing at the first write. Several processes may write at once.
 * @throws StoreError, also from every method
 */
export async function openAuthStore(file: string, { create }: { readonly create: boolean }): Promise<OpenAuthStore> {
  let opening: Promise<Writing> | undefined;
  const openOnce = () => {
    // One that failed, on a file that was locked for long, is tried again by the next write.
    opening ??= openForWriting(file).catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  if (create) await openOnce();
  const tables = new Kysely<StoreTables>({ dialect: nodeSqliteDialect(await openReader(file)) });
  const guard = guardFiles(file);
  const guarded = async <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw toStoreError(error, file);
    }
  };
  const write = <Result>(work: (writer: AuthWriter) => Result): Promise<Result> =>
    guarded(async () => {
      const { writer, inTransaction } = await openOnce();
      const result = inTransaction(() => {
        const done = work(writer);
        writer.moveRevision();
        return done;
      });
      guard.check();
      return result;
    });
  return {
    ...guardedReads(createAuthReader(tables, createStoredTextParser(file)), guarded),
    ...guardedWrites(write),
    isReplaced: guard.isReplaced,
    async close() {
      await tables.destroy();
      (await opening)?.database.close();
    },
  };
}

async function openForWriting(file: string): Promise<Writing> {
  const database = await openWriter(file);
  return { database, writer: createAuthWriter(database), inTransaction: createTransactions(database) };
}

type Guarded = <Result>(work: () => Result | Promise<Result>) => Promise<Result>;

function guardedReads(reader: AuthReader, guarded: Guarded): AuthReader {
  return {
    countUsers: () => guarded(reader.countUsers),
    listUsers: () => guarded(reader.listUsers),
    findUser: (name) => guarded(() => reader.findUser(name)),
    findUserByIdentity: (identity) => guarded(() => reader.findUserByIdentity(identity)),
    findSession: (digest) => guarded(() => reader.findSession(digest)),
    listSessions: (userId) => guarded(() => reader.listSessions(userId)),
    findToken: (digest) => guarded(() => reader.findToken(digest)),
    listTokens: () => guarded(reader.listTokens),
    findWallLink: (digest) => guarded(() => reader.findWallLink(digest)),
    listWallLinks: () => guarded(reader.listWallLinks),
    listAudit: (filter) => guarded(() => reader.listAudit(filter)),
  };
}

type Write = <Result>(work: (writer: AuthWriter) => Result) => Promise<Result>;

function guardedWrites(write: Write): Omit<AuthStore, keyof AuthReader> {
  return {
    addUser: (...given) => write((writer) => writer.addUser(...given)),
    setPassword: (...given) => write((writer) => writer.setPassword(...given)),
    renewPasswordHash: (...given) => write((writer) => writer.renewPasswordHash(...given)),
    setRole: (...given) => write((writer) => writer.setRole(...given)),
    setDisabled: (...given) => write((writer) => writer.setDisabled(...given)),
    removeUser: (...given) => write((writer) => writer.removeUser(...given)),
    addSession: (...given) => write((writer) => writer.addSession(...given)),
    touchSession: (...given) => write((writer) => writer.touchSession(...given)),
    endSession: (...given) => write((writer) => writer.endSession(...given)),
    addToken: (...given) => write((writer) => writer.addToken(...given)),
    touchToken: (...given) => write((writer) => writer.touchToken(...given)),
    revokeToken: (...given) => write((writer) => writer.revokeToken(...given)),
    addWallLink: (...given) => write((writer) => writer.addWallLink(...given)),
    touchWallLink: (...given) => write((writer) => writer.touchWallLink(...given)),
    revokeWallLink: (...given) => write((writer) => writer.revokeWallLink(...given)),
    addAudit: (...given) => write((writer) => writer.addAudit(...given)),
    prune: (...given) => write((writer) => writer.prune(...given)),
  };
}
