import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Subject } from '#lib/history/history.ts';
import { testTick, testUpsert } from './contract/rows.ts';
import { lockDataFolder } from './lock-data-folder.ts';
import { openStore } from './open-store.ts';
import { openChunkStore } from './sqlite-chunks.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-guard-'));
  file = join(folder, 'hvitals.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const collectors = () => openStore({ file, mode: 'collectors' });
const removeAll = () => Promise.all(['', '-wal', '-shm'].map((end) => rm(`${file}${end}`, { force: true })));
const removals: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['deleted', removeAll],
  ['moved away', () => rename(file, `${file}.old`)],
  ['deleted with its folder', () => rm(folder, { recursive: true })],
  ['left without its log', () => rm(`${file}-wal`)],
  [
    'exchanged for another store',
    async () => {
      await removeAll();
      await (await collectors()).close();
    },
  ],
];

describe('a store file that is in use', () => {
  it.each(removals)('and is %s: no write is acknowledged any more, and the error says what to do', async (_, remove) => {
    const store = await collectors();
    await store.commitTick(testTick({ upserts: [testUpsert(1, 'a')] }));
    expect(store.isReplaced()).toBe(false);
    await remove();
    const writes = [
      () => store.commitTick(testTick({ upserts: [testUpsert(1, 'b')] })),
      () => store.replaceTargets([]),
      () => store.commitFindings({ upserts: [], cleared: [], at: 1 }),
      () => store.prune(0),
    ];
    for (const write of writes) await expect(write()).rejects.toMatchObject({ code: 'replaced' });
    await expect(store.commitTick(testTick())).rejects.toThrow(/restart|starts? /i);
    expect(store.isReplaced()).toBe(true);
    await store.close();
  });

  it('and is put back is still refused: others may have written to it meanwhile', async () => {
    const store = await collectors();
    await rename(file, `${file}.old`);
    await expect(store.commitTick(testTick())).rejects.toMatchObject({ code: 'replaced' });
    await rename(`${file}.old`, file);
    await expect(store.commitTick(testTick())).rejects.toMatchObject({ code: 'replaced' });
    await store.close();
  });

  it('is told to readers by the change hint, which is what they look at', async () => {
    const store = await collectors();
    const reader = await openStore({ file, mode: 'app' });
    reader.changeHint();
    await removeAll();
    expect(() => reader.changeHint()).toThrow(expect.objectContaining({ code: 'replaced' }));
    await reader.close();
    await store.close();
  });

  it('takes no history either once it is gone', async () => {
    const chunks = await openChunkStore({ file, mode: 'collectors' });
    const chunk = { subject: 'host hv01' as Subject, level: 'minute', start: 0, bytes: new Uint8Array([1]) } as const;
    await chunks.addChunks([chunk]);
    await removeAll();
    await expect(chunks.addChunks([{ ...chunk, start: 60_000 }])).rejects.toMatchObject({ code: 'replaced' });
    expect(chunks.isReplaced()).toBe(true);
    chunks.close();
  });
});

it('a lock whose file is gone is no lock, and its release leaves alone what another daemon has written', async () => {
  const lock = await lockDataFolder(folder);
  expect(() => lock.check()).not.toThrow();
  await rm(join(folder, 'daemon.lock'));
  expect(() => lock.check()).toThrow(expect.objectContaining({ code: 'replaced' }));
  const other = await lockDataFolder(folder);
  await writeFile(join(folder, 'daemon.pid'), '4242\n');
  await lock.release();
  await expect(lockDataFolder(folder)).rejects.toMatchObject({ pid: 4242 });
  await other.release();
});
