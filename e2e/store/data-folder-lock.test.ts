import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DataFolderLockedError, lockDataFolder } from '../../lib/store/lock-data-folder.ts';
import { runProgram } from './run-program.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

const holdLock = new URL('./hold-lock.ts', import.meta.url);
const failureOf = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

it('refuses a second daemon and names the pid of the first', { timeout: 30_000 }, async () => {
  const holder = runProgram(holdLock, folder);
  try {
    await holder.hasLines(1);
    const failure = await failureOf(lockDataFolder(folder));
    expect(failure).toBeInstanceOf(DataFolderLockedError);
    expect(failure).toMatchObject({ folder, pid: holder.child.pid });
    expect(String(failure)).toContain(`pid ${holder.child.pid}`);
    holder.child.stdin.end();
    expect(await holder.ended).toEqual({ code: 0, signal: null });
  } finally {
    holder.child.kill('SIGKILL');
  }
  await (await lockDataFolder(folder)).release();
});

it('takes over from a daemon that was killed, even where its pid lives again', { timeout: 30_000 }, async () => {
  const holder = runProgram(holdLock, folder);
  await holder.hasLines(1);
  holder.child.kill('SIGKILL');
  await holder.ended;
  // As if the pid had been given to a process that lives.
  await writeFile(join(folder, 'daemon.pid'), `${process.ppid}\n`);
  const lock = await lockDataFolder(folder);
  expect(await readFile(join(folder, 'daemon.pid'), 'utf8')).toBe(`${process.pid}\n`);
  await lock.release();
});
