import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { guardFiles } from './file-guard.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { claimRevisions, openReader, openWriter, releaseRevisions } from './open-sqlite.ts';
import type { StoreTables } from './sqlite-schema.ts';
import { createSqliteWriter, type SqliteWriter } from './sqlite-writer.ts';
import type { Store } from './store.ts';
import { StoreError, toStoreError } from './store-error.ts';
import { createStoreReader, type StoreReader } from './store-reader.ts';
import { createStoredTextParser } from './stored-text.ts';

/** A store on one file, with a cheap hint that something may have changed. */
export interface OpenStore extends Store {
  /** Differs from the last answer where any connection has committed since. A hint: two commits may move it by one. */
  changeHint(): number;
  /** True where the file at the path is gone or another one: this store is of no use any more, and another is to be opened. */
  isReplaced(): boolean;
  /** @throws StoreError `replaced` where `isReplaced` */
  checkFile(): void;
}

export interface OpenStoreOptions {
  /** The SQLite file; `collectors` creates it and its folder, `app` wants it to be there. */
  readonly file: string;
  /** `collectors` writes; `app` reads only. */
  readonly mode: 'collectors' | 'app';
  /** Time of day for tombstones, UTC milliseconds; the system's clock unless a test gives its own. */
  readonly now?: () => number;
}

/**
 * Opens the embedded store. Writes and reads have a connection each: a write transaction runs in one piece on the first, and the
 * asynchronous reads of Kysely on the second can never find themselves inside it.
 * @throws StoreError, also from every method; its message says what to do
 */
export async function openStore({ file, mode, now = Date.now }: OpenStoreOptions): Promise<OpenStore> {
  if (mode === 'app') return createSqliteStore({ file, reading: await openReader(file), writing: undefined, now });
  await makeFolder(file);
  const writing = await openWriter(file);
  try {
    claimRevisions(writing);
    return createSqliteStore({ file, reading: await openReader(file), writing, now });
  } catch (error) {
    writing.close();
    throw toStoreError(error, file);
  }
}

async function makeFolder(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StoreError('cannot-open', file, error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** What a store on SQLite stands on. */
export interface SqliteConnections {
  readonly file: string;
  readonly reading: DatabaseSync;
  readonly writing: DatabaseSync | undefined;
  readonly now: () => number;
}

/** The store over connections that are open already. Without `writing`, every write is refused. */
export function createSqliteStore({ file, reading, writing, now }: SqliteConnections): OpenStore {
  const tables = new Kysely<StoreTables>({ dialect: nodeSqliteDialect(reading) });
  const reader = namingFile(createStoreReader(tables, createStoredTextParser(file)), file);
  const writer = writing === undefined ? undefined : createSqliteWriter(writing);
  const dataVersion = reading.prepare('PRAGMA data_version');
  const write = async <Result>(work: (writer: SqliteWriter) => Result): Promise<Result> => {
    if (writer === undefined) throw new StoreError('read-only', file, 'it was opened by the app, which only reads');
    const result = naming(file, () => work(writer));
    guard.check();
    return result;
  };
  // The writer's log must be there too: what was committed last stands in it alone.
  const guard = writing === undefined ? guardFiles(file) : guardFiles(file, `${file}-wal`);
  let closed = false;
  return {
    ...reader,
    replaceTargets: (targets) => write((to) => void to.replaceTargets(targets, now())),
    commitTick: (tick) => write((to) => to.commitTick(tick)),
    commitFindings: (commit) => write((to) => to.commitFindings(commit)),
    commitHostFindings: (commit) => write((to) => to.commitHostFindings(commit)),
    commitEvents: (events) => write((to) => to.commitEvents(events)),
    prune: (before) => write((to) => to.prune(before)),
    changeHint() {
      if (!closed) guard.check();
      return naming(file, () => Number(dataVersion.get()?.data_version));
    },
    isReplaced: guard.isReplaced,
    checkFile: guard.check,
    async close() {
      if (closed) return;
      closed = true;
      // Through Kysely first, so that reads that wait for the connection end before it goes.
      await tables.destroy();
      if (reading.isOpen) reading.close();
      if (writing === undefined) return;
      try {
        naming(file, () => releaseRevisions(writing));
      } finally {
        writing.close();
      }
    },
  };
}

function naming<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw toStoreError(error, file);
  }
}

/** The same reader with every failure as a StoreError that names the file. */
function namingFile(reader: StoreReader, file: string): StoreReader {
  const wrap =
    <Arguments extends unknown[], Result>(read: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments): Promise<Result> => {
      try {
        return await read(...given);
      } catch (error) {
        throw toStoreError(error, file);
      }
    };
  return {
    listTargets: wrap(reader.listTargets),
    listScrapes: wrap(reader.listScrapes),
    listReadings: wrap(reader.listReadings),
    listStates: wrap(reader.listStates),
    listChanges: wrap(reader.listChanges),
    listEvents: wrap(reader.listEvents),
    lastEventId: wrap(reader.lastEventId),
    listFindings: wrap(reader.listFindings),
    listHostFindings: wrap(reader.listHostFindings),
    revision: wrap(reader.revision),
    readSince: wrap(reader.readSince),
  };
}
