import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testTick, testUpsert } from './contract/rows.ts';
import { openReader, openWriter } from './open-sqlite.ts';
import { createSqliteStore, openStore } from './open-store.ts';
import { migrations } from './sqlite-schema.ts';
import { StoreError } from './store-error.ts';
import { watchRevision } from './watch-revision.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-open-'));
  file = join(folder, 'data', 'hvitals.db');
});
afterEach(() => rm(folder, { recursive: true }));

const collectors = () => openStore({ file, mode: 'collectors' });
const app = () => openStore({ file, mode: 'app' });
const failureOf = async (work: Promise<unknown>): Promise<StoreError> => {
  const failure = await work.then(() => undefined).catch((error: unknown) => error);
  if (!(failure instanceof StoreError)) throw new Error(`no StoreError but ${String(failure)}`);
  return failure;
};

describe('the app’s side', () => {
  it('reads what the collectors wrote and may not write', async () => {
    const [writer, reader] = [await collectors(), await app()];
    await writer.commitTick(testTick({ upserts: [testUpsert(1, 'a')] }));
    expect(await reader.listReadings()).toMatchObject([{ reading: 'a' }]);
    expect((await failureOf(reader.commitTick(testTick()))).code).toBe('read-only');
    expect((await failureOf(reader.replaceTargets([]))).code).toBe('read-only');
    expect((await failureOf(reader.prune(0))).code).toBe('read-only');
    await reader.close();
    await writer.close();
  });

  it('says that the collectors must run first where there is no file, or an older one', async () => {
    const missing = await failureOf(app());
    expect(missing).toMatchObject({ code: 'missing', file });
    expect(missing.message).toContain('Start the collectors');
    await (await collectors()).close();
    sql(`UPDATE meta SET value = ${migrations.length - 1} WHERE key = 'version'`);
    expect((await failureOf(app())).code).toBe('older-schema');
  });

  it('reads on after the collectors are gone', async () => {
    const writer = await collectors();
    await writer.commitTick(testTick({ upserts: [testUpsert(1, 'a')] }));
    const reader = await app();
    await writer.close();
    expect(await reader.listReadings()).toHaveLength(1);
    await reader.close();
  });
});

describe('watching the revision', () => {
  it('yields the revision as it is, then each move, and ends at the abort', async () => {
    const [writer, reader] = [await collectors(), await app()];
    const stop = new AbortController();
    const seen: number[] = [];
    for await (const revision of watchRevision(reader, { everyMs: 2, signal: stop.signal })) {
      seen.push(revision);
      if (revision === 3) stop.abort();
      else await writer.commitTick(testTick({ upserts: [testUpsert(1, revision)] }));
    }
    expect(seen).toEqual([0, 1, 2, 3]);
    await reader.close();
    await writer.close();
  });

  it('yields own commits too, and nothing for commits that moved no revision', async () => {
    const store = await collectors();
    const stop = new AbortController();
    const watch = watchRevision(store, { everyMs: 2, signal: stop.signal });
    expect((await watch.next()).value).toBe(0);
    const next = watch.next();
    await store.commitTick(testTick({ states: [{ collector: 'kvp', state: 1 }] }));
    await store.commitTick(testTick({ upserts: [testUpsert(1, 'a')] }));
    expect((await next).value).toBe(1);
    stop.abort();
    expect((await watch.next()).done).toBe(true);
    await store.close();
  });
});

describe('revisions over a restart', () => {
  it('go on where they were after a clean end', async () => {
    const first = await collectors();
    const revision = await first.commitTick(testTick({ upserts: [testUpsert(1, 'a')] }));
    await first.close();
    const second = await collectors();
    expect(await second.readSince(revision)).toMatchObject({ reset: false, revision });
    await second.close();
  });

  it('skip ahead and reset readers after an end that was not clean', async () => {
    const first = await collectors();
    const revision = await first.commitTick(testTick({ upserts: [testUpsert(1, 'a')] }));
    await first.close();
    sql(`UPDATE meta SET value = 0 WHERE key = 'clean'`);
    const second = await collectors();
    const delta = await second.readSince(revision);
    expect(delta).toMatchObject({ reset: true, readings: [{ reading: 'a' }] });
    expect(delta.revision).toBeGreaterThan(revision + 1_000);
    expect(await second.readSince(delta.revision)).toMatchObject({ reset: false, readings: [] });
    await second.close();
  });
});

describe('a file that cannot be used', () => {
  it('of a newer version is refused by both sides, untouched', async () => {
    await (await collectors()).close();
    sql(`UPDATE meta SET value = 999 WHERE key = 'version'`);
    const before = await readFile(file);
    for (const side of [collectors, app]) {
      const failure = await failureOf(side());
      expect(failure.code).toBe('newer-schema');
      expect(failure.message).toContain('999');
    }
    expect(await readFile(file)).toEqual(before);
  });

  it('that is no SQLite file, or a broken one, is corrupt', async () => {
    const store = await collectors();
    const upserts = Array.from({ length: 200 }, (_, n) => testUpsert(n, 'x'.repeat(1_000)));
    await store.commitTick(testTick({ upserts }));
    await store.close();
    const handle = await open(file, 'r+');
    const { size } = await handle.stat();
    await handle.write(Buffer.alloc(size - 8_192, 0xa5), 0, size - 8_192, 8_192);
    await handle.close();
    const broken = await failureOf(collectors().then((opened) => opened.listReadings().finally(() => opened.close())));
    expect(broken).toMatchObject({ code: 'corrupt', file });
    await writeFile(file, 'this is no database'.repeat(100));
    expect((await failureOf(collectors())).code).toBe('corrupt');
    expect((await failureOf(app())).message).toContain('restore a backup');
  });

  it('in a place that is no folder cannot be opened', async () => {
    await writeFile(join(folder, 'data'), '');
    expect((await failureOf(collectors())).code).toBe('cannot-open');
  });

  it('holding what hvitals never writes is corrupt, and the column is named', async () => {
    const store = await collectors();
    await store.commitTick(testTick({ upserts: [testUpsert(1, 'a')] }));
    sql(`UPDATE reading SET reading = '{"a":'`);
    const failure = await failureOf(store.listReadings());
    expect(failure).toMatchObject({ code: 'corrupt' });
    expect(failure.message).toContain('reading.reading');
    await store.close();
  });
});

describe('trouble while it is open', () => {
  it('a full disk refuses the tick as a whole and the store goes on', async () => {
    await (await collectors()).close();
    const writing = await openWriter(file);
    const pages = Number(writing.prepare('PRAGMA page_count').get()?.page_count);
    writing.exec(`PRAGMA max_page_count = ${pages + 4}`);
    const store = createSqliteStore({ file, reading: await openReader(file), writing, now: Date.now });
    await store.commitTick(testTick({ upserts: [testUpsert(1, 'small')] }));
    const failure = await failureOf(
      store.commitTick(testTick({ upserts: [testUpsert(1, 'new'), testUpsert(2, 'x'.repeat(100_000))] })),
    );
    expect(failure).toMatchObject({ code: 'full', file });
    expect(failure.message).toContain('Free space');
    expect(await store.listReadings()).toMatchObject([{ reading: 'small', revision: 1 }]);
    expect(await store.commitTick(testTick({ upserts: [testUpsert(1, 'again')] }))).toBe(2);
    await store.close();
  });

  it('a file that turns read-only under the writer says so', async () => {
    await (await collectors()).close();
    const store = createSqliteStore({ file, reading: await openReader(file), writing: await openReader(file), now: Date.now });
    expect((await failureOf(store.commitTick(testTick({ upserts: [testUpsert(1, 'a')] })))).code).toBe('read-only');
  });

  it('a call after close is refused as such; a second close is nothing', async () => {
    const store = await collectors();
    await store.close();
    await store.close();
    expect((await failureOf(store.commitTick(testTick()))).code).toBe('closed');
    expect((await failureOf(store.listReadings())).code).toBe('closed');
  });
});

it('makes files that only their owner can read', async () => {
  const store = await collectors();
  await store.commitTick(testTick({ upserts: [testUpsert(1, 'a')] }));
  for (const name of [file, `${file}-wal`, `${file}-shm`]) expect((await stat(name)).mode & 0o077).toBe(0);
  await store.close();
});

/** Changes the closed or open file behind the store's back. */
function sql(text: string): void {
  const database = new DatabaseSync(file);
  database.exec(text);
  database.close();
}
