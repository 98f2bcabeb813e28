import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { guardFiles } from './file-guard.ts';
import { toStoreError } from './store-error.ts';

/** Held while this process is the daemon of its data folder. */
export interface DataFolderLock {
  /** @throws StoreError `replaced` where the lock's file is gone or another one, so that another daemon could take the folder. */
  check(): void;
  /** Gives the folder free. Safe to call twice. */
  release(): Promise<void>;
}

/** Another daemon works on the folder. `pid` is undefined where it had not yet written it down. */
export class DataFolderLockedError extends Error {
  readonly folder: string;
  readonly pid: number | undefined;
  constructor(folder: string, pid: number | undefined) {
    const who = pid === undefined ? 'another process' : `the process with pid ${pid}`;
    super(`data folder ${folder} is in use by ${who}: stop that hvitals first, or set data.directory to another folder`);
    this.name = 'DataFolderLockedError';
    this.folder = folder;
    this.pid = pid;
  }
}

/**
 * Makes this process the only daemon of the data folder; creates the folder. The lock is the operating system's own on an open
 * file (SQLite takes it, alike on every platform): it ends with the process however that ends, so no stale lock can remain and no
 * pid that was given out again can be mistaken for a daemon. The pid file beside it is only for the message.
 * @throws DataFolderLockedError where another process holds it, StoreError where the folder cannot be used
 */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const lockFile = join(folder, 'daemon.lock');
  const pidFile = join(folder, 'daemon.pid');
  let lock: DatabaseSync | undefined;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    lock = new DatabaseSync(lockFile, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    await writeFile(pidFile, `${process.pid}\n`);
  } catch (error) {
    lock?.close();
    const failure = toStoreError(error, lockFile);
    throw failure.code === 'locked' ? new DataFolderLockedError(folder, await readPid(pidFile)) : failure;
  }
  const held = lock;
  const guard = guardFiles(lockFile);
  return {
    check: guard.check,
    async release() {
      if (!held.isOpen) return;
      if (!guard.isReplaced()) await rm(pidFile, { force: true });
      held.close();
    },
  };
}

async function readPid(pidFile: string): Promise<number | undefined> {
  try {
    const pid = Number.parseInt(await readFile(pidFile, 'utf8'), 10);
    return Number.isInteger(pid) ? pid : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
