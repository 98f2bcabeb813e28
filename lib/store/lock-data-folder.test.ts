import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockDataFolder } from './lock-data-folder.ts';
import { StoreError } from './store-error.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

const failureOf = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

it('refuses the same process a second time, and gives the folder free once released', async () => {
  const first = await lockDataFolder(folder);
  expect(await failureOf(lockDataFolder(folder))).toMatchObject({ pid: process.pid });
  await first.release();
  await first.release();
  await (await lockDataFolder(folder)).release();
});

it('creates the folder, and says what to do where it cannot', async () => {
  const inner = join(folder, 'a', 'b');
  await (await lockDataFolder(inner)).release();
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  const failure = await failureOf(lockDataFolder(join(file, 'data')));
  expect(failure).toBeInstanceOf(StoreError);
  expect(String(failure)).toContain(file);
});
