import type { Subject } from './history.ts';

/**
 * Resolutions of stored chunks. `minute` holds the raw samples of one minute until its hour is packed into `raw`; `fine` and
 * `coarse` are downsampled to one and fifteen minutes.
 */
export const chunkLevels = ['minute', 'raw', 'fine', 'coarse'] as const;
export type ChunkLevel = (typeof chunkLevels)[number];

/** Milliseconds that one chunk of a level covers. */
export const chunkSpanMs: Readonly<Record<ChunkLevel, number>> = {
  minute: 60_000,
  raw: 3_600_000,
  fine: 86_400_000,
  coarse: 30 * 86_400_000,
};

/** Milliseconds between the entries of a level; 0 = as sampled. */
export const chunkStepMs: Readonly<Record<ChunkLevel, number>> = { minute: 0, raw: 0, fine: 60_000, coarse: 900_000 };

/** Packed samples of one subject; `start` is a multiple of the level's span. */
export interface Chunk {
  readonly subject: Subject;
  readonly level: ChunkLevel;
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Where embedded history keeps its chunks. */
export interface ChunkStore {
  /** The numbers of series keys; keys not seen before get one. */
  seriesIds(keys: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The numbers of those keys that are known. */
  knownSeriesIds(keys: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /**
   * Writes the chunks whose place (subject, level, start) is free, in one transaction, and returns what already stands in the places
   * of the others, which stays as it is: the caller joins the two.
   */
  addChunks(chunks: readonly Chunk[]): Promise<readonly Chunk[]>;
  /** Writes and deletes in one transaction; a chunk of the same subject, level and start is replaced. */
  writeChunks(put: readonly Chunk[], remove: readonly Omit<Chunk, 'bytes'>[]): Promise<void>;
  /** Chunks of one subject and level whose start lies in [from, to], oldest first. */
  readChunks(subject: Subject, level: ChunkLevel, from: number, to: number): Promise<readonly Chunk[]>;
  /** Up to `limit` subjects that hold minute chunks that start before `before`. */
  subjectsToPack(before: number, limit: number): Promise<readonly Subject[]>;
  /** Forgets up to `limit` chunks of a level that start before `before`, oldest first. Returns how many there were. */
  dropChunks(level: ChunkLevel, before: number, limit: number): Promise<number>;
}
