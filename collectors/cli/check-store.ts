import { existsSync } from 'node:fs';
import { access, constants, mkdtemp, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataFolderLockedError, lockDataFolder } from '#lib/store/lock-data-folder.ts';
import { openStore } from '#lib/store/open-store.ts';
import { StoreError } from '#lib/store/store-error.ts';
import type { CheckResult } from './check-result.ts';

const subject = 'Store';
const storeFileName = 'hvitals.db';
/** Below this a day of a large fleet may not fit. */
const littleSpaceBytes = 1024 ** 3;

/** Looks at the data folder: can it be written, who holds it, does its version fit, how much space is left. Makes no file of its own. */
export async function checkStore(folder: string): Promise<readonly CheckResult[]> {
  if (!existsSync(folder)) return [await checkParent(folder)];
  const writable = await checkWritable(folder);
  if (writable.status !== 'ok') return [writable];
  return [writable, await checkLock(folder), await checkVersion(join(folder, storeFileName)), await checkSpace(folder)];
}

/** A folder that is not there yet is fine where it can be made. */
async function checkParent(folder: string): Promise<CheckResult> {
  let parent = dirname(folder);
  while (!existsSync(parent)) parent = dirname(parent);
  try {
    await access(parent, constants.W_OK);
    return { status: 'ok', subject, message: `${folder} does not exist yet; the first start makes it` };
  } catch (error) {
    const advice = 'Make the folder and give it to the user that runs hvitals, or set data.directory in hvitals.yaml.';
    return {
      status: 'fail',
      subject,
      message: `${folder} does not exist and cannot be made in ${parent} (${codeOf(error)})`,
      advice,
    };
  }
}

async function checkWritable(folder: string): Promise<CheckResult> {
  try {
    // Trying is the one proof: mode bits say nothing of read-only mounts or access lists.
    await rm(await mkdtemp(join(folder, '.doctor-')), { recursive: true });
    return { status: 'ok', subject, message: `${folder} can be written` };
  } catch (error) {
    const advice = 'Give the folder to the user that runs hvitals, or set data.directory in hvitals.yaml.';
    return { status: 'fail', subject, message: `${folder} cannot be written (${codeOf(error)})`, advice };
  }
}

async function checkLock(folder: string): Promise<CheckResult> {
  const free: CheckResult = { status: 'ok', subject, message: 'no collectors hold the data folder' };
  // A lock file that we made would belong to our user, and might keep the collectors' user out.
  if (!existsSync(join(folder, 'daemon.lock'))) return free;
  try {
    await (await lockDataFolder(folder)).release();
    return free;
  } catch (error) {
    if (error instanceof DataFolderLockedError) {
      const who = error.pid === undefined ? 'a process' : `the process with pid ${error.pid}`;
      return { status: 'ok', subject, message: `the collectors are running (${who} holds the data folder)` };
    }
    return toFailure(error);
  }
}

async function checkVersion(file: string): Promise<CheckResult> {
  if (!existsSync(file)) return { status: 'ok', subject, message: 'no store yet; the first start makes it' };
  try {
    const store = await openStore({ file, mode: 'app' });
    const [targets, revision] = await Promise.all([store.listTargets(), store.revision()]).finally(() => store.close());
    return { status: 'ok', subject, message: `its version fits; ${targets.length} hosts, revision ${revision}` };
  } catch (error) {
    return toFailure(error);
  }
}

async function checkSpace(folder: string): Promise<CheckResult> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const message = `${(free / 1024 ** 3).toFixed(1)} GiB free on its disk`;
  if (free >= littleSpaceBytes) return { status: 'ok', subject, message };
  return { status: 'warn', subject, message, advice: 'Free space on that disk, or move data.directory to a larger one.' };
}

function toFailure(error: unknown): CheckResult {
  if (!(error instanceof StoreError)) throw error;
  return { status: error.code === 'older-schema' ? 'warn' : 'fail', subject, message: error.message, advice: error.advice };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
