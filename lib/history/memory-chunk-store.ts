import type { Chunk, ChunkStore } from './chunk-store.ts';

/** A chunk store that forgets everything with the process: for tests, and the shortest description of what a store must do. */
export function memoryChunkStore(): ChunkStore & { readonly chunks: ReadonlyMap<string, Chunk>; keys(): readonly string[] } {
  const ids = new Map<string, number>();
  const chunks = new Map<string, Chunk>();
  const place = ({ subject, level, start }: Omit<Chunk, 'bytes'>) => `${subject} ${level} ${start}`;
  return {
    chunks,
    keys: () => [...ids.keys()],
    seriesIds(keys) {
      for (const key of keys) if (!ids.has(key)) ids.set(key, ids.size + 1);
      return this.knownSeriesIds(keys);
    },
    async knownSeriesIds(keys) {
      return new Map(keys.flatMap((key) => (ids.has(key) ? [[key, ids.get(key) ?? 0]] : [])));
    },
    async addChunks(added) {
      const standing = added.flatMap((chunk) => chunks.get(place(chunk)) ?? []);
      for (const chunk of added) if (!chunks.has(place(chunk))) chunks.set(place(chunk), chunk);
      return standing;
    },
    async writeChunks(put, remove) {
      for (const chunk of remove) chunks.delete(place(chunk));
      for (const chunk of put) chunks.set(place(chunk), chunk);
    },
    async readChunks(subject, level, from, to) {
      return [...chunks.values()]
        .filter((chunk) => chunk.subject === subject && chunk.level === level && chunk.start >= from && chunk.start <= to)
        .sort((a, b) => a.start - b.start);
    },
    async subjectsToPack(before, limit) {
      const waiting = [...chunks.values()].filter(({ level, start }) => level === 'minute' && start < before);
      return [...new Set(waiting.map(({ subject }) => subject))].slice(0, limit);
    },
    async dropChunks(level, before, limit) {
      const old = [...chunks].filter(([, chunk]) => chunk.level === level && chunk.start < before);
      const dropped = old.sort(([, a], [, b]) => a.start - b.start).slice(0, limit);
      for (const [key] of dropped) chunks.delete(key);
      return dropped.length;
    },
  };
}
