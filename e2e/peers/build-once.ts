import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Root of the repository; all that tests build or unpack lies in `.cache/` below it. */
export const repositoryRoot = path.resolve(import.meta.dirname, '../..');
export const cacheRoot = path.join(repositoryRoot, '.cache');

const pollMs = 100;

/**
 * Makes the folder `target` once, however many processes ask at the same time: the first builds into a folder of its own and renames it,
 * the others wait. A builder that died is noticed by its process id. Throws what `build` throws, or after `deadlineMs` of waiting.
 */
export async function buildOnce(
  target: string,
  build: (folder: string) => Promise<void>,
  options: { readonly deadlineMs: number } = { deadlineMs: 300_000 },
): Promise<void> {
  if (existsSync(target)) return;
  await mkdir(path.dirname(target), { recursive: true });
  const release = await takeLock(`${target}.lock`, options.deadlineMs);
  const folder = `${target}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    if (existsSync(target)) return;
    await mkdir(folder);
    await build(folder);
    await renameInto(folder, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await release();
  }
}

/** Two that took over the same abandoned lock may both have built: the first result stands. */
async function renameInto(folder: string, target: string): Promise<void> {
  try {
    await rename(folder, target);
  } catch (error) {
    if (!hasCode(error, 'ENOTEMPTY') && !hasCode(error, 'EEXIST')) throw error;
  }
}

/** Holds the lock file by its exclusive creation; its content is the holder's process id. */
async function takeLock(file: string, deadlineMs: number): Promise<() => Promise<void>> {
  const startedAt = performance.now();
  for (;;) {
    if (await createExclusively(file)) return () => rm(file, { force: true });
    if (await isAbandoned(file)) await rm(file, { force: true });
    else if (performance.now() - startedAt > deadlineMs)
      throw new Error(`Gave up waiting for ${file}: another process holds it.`);
    else await delay(pollMs);
  }
}

async function createExclusively(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** True where the holder no longer runs. An empty file is a holder that is just writing its id. */
async function isAbandoned(file: string): Promise<boolean> {
  const holder = Number(await readIfThere(file));
  if (!Number.isInteger(holder) || holder <= 0) return false;
  try {
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return hasCode(error, 'ESRCH');
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  }
}

/** True where `error` is a system error with this code, such as ENOENT. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
