import { open as openFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { migrations } from './sqlite-schema.ts';
import { StoreError, toStoreError } from './store-error.ts';

/** How long a statement waits for another process's write before it fails. */
const busyTimeoutMs = 5_000;

/** Added to the revision after a stop that was not clean; far more than the commits that a power loss can take back. */
const revisionSkip = 1_000_000;

/**
 * Opens the file for writing, creates it (readable by its owner only) or brings it up to date.
 *
 * WAL with `synchronous = NORMAL`: a commit that returned is in the kernel's page cache, so a kill -9 of this process cannot take
 * it back. Power loss leaves a consistent file, but may take back the commits since the last checkpoint (sqlite.org/pragma.html
 * #pragma_synchronous); what was lost is scraped again, and `claimRevisions` keeps readers from missing it.
 * @throws StoreError
 */
export async function openWriter(file: string): Promise<DatabaseSync> {
  try {
    await (await openFile(file, 'a', 0o600)).close();
  } catch (error) {
    throw new StoreError('cannot-open', file, error instanceof Error ? error.message : String(error), { cause: error });
  }
  return opened(file, false, async (database) => {
    await switchToWal(database);
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864;');
    migrate(database, file);
  });
}

/**
 * Opens the file read-only and checks that its version is this program's.
 * @throws StoreError `missing` or `older-schema` where the collectors have not run yet
 */
export async function openReader(file: string): Promise<DatabaseSync> {
  try {
    await (await openFile(file, 'r')).close();
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new StoreError(absent ? 'missing' : 'cannot-open', file, absent ? 'there is no such file' : String(error), {
      cause: error,
    });
  }
  return opened(file, true, async (database) => {
    const version = checkedVersion(database, file);
    if (version < migrations.length) {
      throw new StoreError('older-schema', file, `its version is ${version}, this program's is ${migrations.length}`);
    }
  });
}

async function opened(
  file: string,
  readOnly: boolean,
  prepare: (database: DatabaseSync) => Promise<void>,
): Promise<DatabaseSync> {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly, timeout: busyTimeoutMs });
    await prepare(database);
    return database;
  } catch (error) {
    database?.close();
    throw toStoreError(error, file);
  }
}

/** The switch needs the file alone for a moment and does not always wait by itself, so two first starts at once are retried here. */
async function switchToWal(database: DatabaseSync): Promise<void> {
  for (let waited = 0; ; waited += 50) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (toStoreError(error, '').code !== 'locked' || waited >= busyTimeoutMs) throw error;
      await delay(50);
    }
  }
}

function migrate(database: DatabaseSync, file: string): void {
  if (checkedVersion(database, file) === migrations.length) return;
  inTransaction(database, () => {
    const from = checkedVersion(database, file);
    for (const migration of migrations.slice(from)) database.exec(migration);
    database.prepare(`UPDATE meta SET value = ? WHERE key = 'version'`).run(migrations.length);
  });
}

function checkedVersion(database: DatabaseSync, file: string): number {
  const known = database.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'meta'`).get();
  const version = known === undefined ? 0 : Number(database.prepare(`SELECT value FROM meta WHERE key = 'version'`).get()?.value);
  if (!Number.isInteger(version)) throw new StoreError('corrupt', file, 'it does not say which version it has');
  if (version > migrations.length) {
    throw new StoreError('newer-schema', file, `its version is ${version}, this program knows ${migrations.length}`);
  }
  return version;
}

/**
 * Takes the file for this run of the writer. Where the last run did not end by `releaseRevisions`, commits that readers have seen
 * may be gone (power loss): revisions then go on from a number never given out, and older readers are told to read everything anew.
 */
export function claimRevisions(database: DatabaseSync): void {
  inTransaction(database, () => {
    const clean = database.prepare(`SELECT value FROM meta WHERE key = 'clean'`).get()?.value === 1;
    if (!clean) {
      database.prepare(`UPDATE meta SET value = value + ? WHERE key = 'revision'`).run(revisionSkip);
      database.exec(`UPDATE meta SET value = (SELECT value FROM meta WHERE key = 'revision') WHERE key = 'forgotten_revision'`);
    }
    database.exec(`UPDATE meta SET value = 0 WHERE key = 'clean'`);
  });
}

/** Notes a clean end. This one commit is synced to the disk, and with it the whole log before it, so no commit is in doubt. */
export function releaseRevisions(database: DatabaseSync): void {
  database.exec('PRAGMA synchronous = FULL');
  inTransaction(database, () => database.exec(`UPDATE meta SET value = 1 WHERE key = 'clean'`));
}

/**
 * Runs `work` in one write transaction. BEGIN IMMEDIATE takes the write lock at once, where the busy timeout applies; a read that
 * turns into a write later would fail at once instead. SQLite ends the transaction itself on some errors, a full disk among them.
 */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  return createTransactions(database)(work);
}

/** The same for one connection that makes many of them: what begins and ends each is prepared once. */
export function createTransactions(database: DatabaseSync): <Result>(work: () => Result) => Result {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  return (work) => {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };
}
