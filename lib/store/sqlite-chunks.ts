import type { DatabaseSync } from 'node:sqlite';
import { type Chunk, type ChunkLevel, type ChunkStore, chunkLevels } from '#lib/history/chunk-store.ts';
import type { Subject } from '#lib/history/history.ts';
import { guardFiles } from './file-guard.ts';
import { createTransactions, openReader, openWriter } from './open-sqlite.ts';
import { StoreError, toStoreError } from './store-error.ts';

/** A chunk store on one SQLite file, with its connections. */
export interface OpenChunkStore extends ChunkStore {
  /** As of the store. */
  isReplaced(): boolean;
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
  const guard = guardFiles(file);
  const guarded = async <Result>(work: () => Result): Promise<Result> => {
    try {
      return work();
    } catch (error) {
      throw toStoreError(error, file);
    }
  };
  const chunks = createSqliteChunks(database);
  const inTransaction = createTransactions(database);
  const writing = <Result>(work: () => Result): Promise<Result> =>
    guarded(() => {
      if (mode === 'app') throw new StoreError('read-only', file, 'it was opened by the app, which only reads');
      const result = inTransaction(work);
      guard.check();
      return result;
    });
  return {
    async seriesIds(keys) {
      const found = await guarded(() => chunks.knownSeries(keys));
      return keys.every((key) => found.has(key)) ? found : writing(() => chunks.addSeries(keys));
    },
    knownSeriesIds: (keys) => guarded(() => chunks.knownSeries(keys)),
    addChunks: (added) => writing(() => added.flatMap((chunk) => chunks.add(chunk) ?? [])),
    writeChunks: (put, remove) =>
      writing(() => {
        for (const chunk of remove) chunks.remove(chunk);
        for (const chunk of put) chunks.put(chunk);
      }),
    readChunks: (subject, level, from, to) => guarded(() => chunks.read(subject, level, from, to)),
    subjectsToPack: (before, limit) => guarded(() => chunks.subjectsToPack(before, limit)),
    dropChunks: (level, before, limit) => writing(() => chunks.drop(level, before, limit)),
    isReplaced: guard.isReplaced,
    close: () => database.close(),
  };
}

/** The synchronous side; the caller makes the transactions. */
function createSqliteChunks(database: DatabaseSync) {
  const statements = prepareStatements(database);
  const addSubject = (subject: Subject): number => {
    statements.insertSubject.run(subject);
    return Number(statements.readSubject.get(subject)?.id);
  };
  const knownSeries = (keys: readonly string[]): ReadonlyMap<string, number> =>
    new Map(
      keys.flatMap((key): [string, number][] => {
        const id = statements.readSeries.get(key)?.id;
        return typeof id === 'number' ? [[key, id]] : [];
      }),
    );
  return {
    knownSeries,
    addSeries(keys: readonly string[]): ReadonlyMap<string, number> {
      for (const key of keys) statements.insertSeries.run(key);
      return knownSeries(keys);
    },
    /** Returns what stands in the chunk's place already. */
    add({ subject, level, start, bytes }: Chunk): Chunk | undefined {
      const known = statements.addChunk.run(toCode(level), start, bytes, subject);
      if (Number(known.changes) > 0) return undefined;
      const standing = statements.readChunk.get(toCode(level), start, subject);
      if (standing !== undefined) return toChunk(subject, level, standing);
      // The first chunk of a subject that has no number yet.
      statements.putChunk.run(toCode(level), start, addSubject(subject), bytes);
      return undefined;
    },
    put: ({ subject, level, start, bytes }: Chunk) =>
      void statements.putChunk.run(toCode(level), start, addSubject(subject), bytes),
    remove: ({ subject, level, start }: Omit<Chunk, 'bytes'>) => void statements.deleteChunk.run(toCode(level), start, subject),
    read: (subject: Subject, level: ChunkLevel, from: number, to: number): readonly Chunk[] =>
      statements.readChunks.all({ level: toCode(level), from, to, subject }).map((row) => toChunk(subject, level, row)),
    subjectsToPack: (before: number, limit: number): readonly Subject[] =>
      statements.subjectsToPack.all(toCode('minute'), before, limit).map(({ name }) => String(name) as Subject),
    drop: (level: ChunkLevel, before: number, limit: number): number =>
      Number(statements.dropChunks.run(toCode(level), before, limit).changes),
  };
}

function toCode(level: ChunkLevel): number {
  return chunkLevels.indexOf(level);
}

function toChunk(subject: Subject, level: ChunkLevel, row: Record<string, unknown>): Chunk {
  const { start, bytes } = row;
  return { subject, level, start: Number(start), bytes: bytes instanceof Uint8Array ? bytes : new Uint8Array() };
}

function prepareStatements(database: DatabaseSync) {
  const p = (sql: string) => database.prepare(sql);
  const bySubject = '(SELECT id FROM subject WHERE name = ?)';
  return {
    readSeries: p('SELECT id FROM series WHERE key = ?'),
    insertSeries: p('INSERT INTO series (key) VALUES (?) ON CONFLICT DO NOTHING'),
    readSubject: p('SELECT id FROM subject WHERE name = ?'),
    insertSubject: p('INSERT INTO subject (name) VALUES (?) ON CONFLICT DO NOTHING'),
    addChunk: p(
      `INSERT INTO chunk (level, start, subject, bytes) SELECT ?, ?, id, ? FROM subject WHERE name = ? ON CONFLICT DO NOTHING`,
    ),
    putChunk: p('INSERT OR REPLACE INTO chunk (level, start, subject, bytes) VALUES (?, ?, ?, ?)'),
    deleteChunk: p(`DELETE FROM chunk WHERE level = ? AND start = ? AND subject = ${bySubject}`),
    readChunk: p(`SELECT start, bytes FROM chunk WHERE level = ? AND start = ? AND subject = ${bySubject}`),
    // The key begins with level and start, so one subject's chunks are found start by start; each step is one look-up.
    readChunks: p(`
      WITH RECURSIVE place (start) AS (
        SELECT MIN(start) FROM chunk WHERE level = :level AND start >= :from
        UNION ALL
        SELECT (SELECT MIN(start) FROM chunk WHERE level = :level AND start > place.start) FROM place WHERE place.start < :to
      )
      SELECT chunk.start, chunk.bytes FROM place CROSS JOIN chunk
      WHERE place.start <= :to AND chunk.level = :level AND chunk.start = place.start
        AND chunk.subject = (SELECT id FROM subject WHERE name = :subject)
      ORDER BY chunk.start`),
    subjectsToPack: p(`
      SELECT DISTINCT subject.name FROM chunk JOIN subject ON subject.id = chunk.subject
      WHERE chunk.level = ? AND chunk.start < ? LIMIT ?`),
    dropChunks: p(`
      DELETE FROM chunk WHERE (level, start, subject) IN (
        SELECT level, start, subject FROM chunk WHERE level = ? AND start < ? ORDER BY start LIMIT ?)`),
  };
}
