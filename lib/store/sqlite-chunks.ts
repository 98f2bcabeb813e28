import type { DatabaseSync } from 'node:sqlite';
import type { Chunk, ChunkLevel, ChunkStore } from '#lib/history/chunk-store.ts';
import type { Subject } from '#lib/history/history.ts';
import { inTransaction, openReader, openWriter } from './open-sqlite.ts';
import { StoreError, toStoreError } from './store-error.ts';

/** A chunk store on one SQLite file, with its connections. */
export interface OpenChunkStore extends ChunkStore {
  close(): void;
}

/**
 * Opens the history part of the embedded store. `collectors` writes and creates the file; `app` reads only.
 * @throws StoreError, also from every method
 */
export async function openChunkStore({
  file,
  mode,
}: {
  readonly file: string;
  readonly mode: 'collectors' | 'app';
}): Promise<OpenChunkStore> {
  const database = mode === 'collectors' ? await openWriter(file) : await openReader(file);
  const statements = prepareStatements(database);
  const guarded = async <Result>(work: () => Result): Promise<Result> => {
    try {
      return work();
    } catch (error) {
      throw toStoreError(error, file);
    }
  };
  const writing = <Result>(work: () => Result): Promise<Result> =>
    guarded(() => {
      if (mode === 'app') throw new StoreError('read-only', file, 'it was opened by the app, which only reads');
      return inTransaction(database, work);
    });
  const known = (keys: readonly string[]): ReadonlyMap<string, number> =>
    new Map(keys.flatMap((key) => toEntry(key, statements.readSeries.get(key)?.id)));
  return {
    async seriesIds(keys) {
      const found = await guarded(() => known(keys));
      const fresh = keys.filter((key) => !found.has(key));
      if (fresh.length === 0) return found;
      return writing(() => {
        for (const key of fresh) statements.insertSeries.run(key);
        return known(keys);
      });
    },
    knownSeriesIds: (keys) => guarded(() => known(keys)),
    writeChunks: (put, remove) =>
      writing(() => {
        for (const { subject, level, start } of remove) statements.deleteChunk.run(subject, level, start);
        for (const { subject, level, start, bytes } of put) statements.putChunk.run(subject, level, start, bytes);
      }),
    readChunks: (subject, level, from, to) =>
      guarded(() => statements.readChunks.all(subject, level, from, to).map((row) => toChunk(subject, level, row))),
    subjectsToPack: (before, limit) =>
      guarded(() => statements.subjectsToPack.all(before, limit).map(({ subject }) => String(subject) as Subject)),
    dropChunks: (level, before) => writing(() => void statements.dropChunks.run(level, before)),
    close: () => database.close(),
  };
}

function toEntry(key: string, id: unknown): (readonly [string, number])[] {
  return typeof id === 'number' ? [[key, id]] : [];
}

function toChunk(subject: Subject, level: ChunkLevel, row: Record<string, unknown>): Chunk {
  const { start, bytes } = row;
  return { subject, level, start: Number(start), bytes: bytes instanceof Uint8Array ? bytes : new Uint8Array() };
}

function prepareStatements(database: DatabaseSync) {
  const p = (sql: string) => database.prepare(sql);
  return {
    readSeries: p('SELECT id FROM series WHERE key = ?'),
    insertSeries: p('INSERT INTO series (key) VALUES (?) ON CONFLICT DO NOTHING'),
    putChunk: p('INSERT OR REPLACE INTO chunk (subject, level, start, bytes) VALUES (?, ?, ?, ?)'),
    deleteChunk: p('DELETE FROM chunk WHERE subject = ? AND level = ? AND start = ?'),
    readChunks: p('SELECT start, bytes FROM chunk WHERE subject = ? AND level = ? AND start BETWEEN ? AND ? ORDER BY start'),
    subjectsToPack: p(`SELECT DISTINCT subject FROM chunk WHERE level = 'minute' AND start < ? LIMIT ?`),
    dropChunks: p('DELETE FROM chunk WHERE level = ? AND start < ?'),
  };
}
