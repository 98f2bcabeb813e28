import { type Band, cutBand, downsample, emptyBand, joinBands } from './band.ts';
import { bandsOf, chunkOfBands } from './band-chunk.ts';
import { type Chunk, type ChunkLevel, type ChunkStore, chunkSpanMs, chunkStepMs } from './chunk-store.ts';
import type { Subject } from './history.ts';

export interface PackOptions {
  /** UTC milliseconds; hours that are over then are packed. */
  readonly now: number;
  /** Subjects of one call, so that the work can be spread. */
  readonly limit: number;
  /** Told of a chunk whose bytes cannot be read. It is left out, so that the hours after it go on. */
  readonly onDamaged?: (chunk: Chunk, error: unknown) => void;
}

/**
 * Packs the minute chunks of hours that are over into one raw chunk per subject and hour, and adds them to the downsampled ones, all in
 * one transaction. Returns how many subjects it packed. Packing an hour twice (a late minute, a kill in between) gives the same chunks:
 * all levels of an hour are made from the hour's raw samples.
 */
export async function packHours(store: ChunkStore, options: PackOptions): Promise<number> {
  const hour = spanStart('raw', options.now);
  const subjects = await store.subjectsToPack(hour, options.limit);
  const put: Chunk[] = [];
  const remove: Chunk[] = [];
  for (const subject of subjects) {
    const minutes = await store.readChunks(subject, 'minute', 0, hour - 1);
    const work = new SubjectWork(store, subject, options);
    for (const [start, ofHour] of Map.groupBy(minutes, (minute) => spanStart('raw', minute.start)))
      await work.addHour(start, ofHour);
    put.push(...work.chunks());
    remove.push(...minutes);
  }
  if (subjects.length > 0) await store.writeChunks(put, remove);
  return subjects.length;
}

interface WorkingChunk {
  readonly level: ChunkLevel;
  readonly start: number;
  /** Whether the store held it, in a readable form. */
  readonly stood: boolean;
  readonly bands: Map<number, Band>;
}

/** The chunks of one subject that change while its hours are packed. */
class SubjectWork {
  readonly #store: ChunkStore;
  readonly #subject: Subject;
  readonly #options: PackOptions;
  readonly #working = new Map<string, WorkingChunk>();

  constructor(store: ChunkStore, subject: Subject, options: PackOptions) {
    this.#store = store;
    this.#subject = subject;
    this.#options = options;
  }

  async addHour(hour: number, minutes: readonly Chunk[]): Promise<void> {
    const raw = await this.#load('raw', hour);
    const parts = minutes.flatMap((minute) => this.#bandsOf(minute) ?? []);
    for (const id of new Set(parts.flatMap((bands) => [...bands.keys()]))) {
      const found = [raw.bands.get(id), ...parts.map((bands) => bands.get(id))];
      raw.bands.set(id, joinBands(found.filter((band) => band !== undefined)));
    }
    for (const level of ['fine', 'coarse'] as const) {
      const { bands } = await this.#load(level, spanStart(level, hour));
      for (const [id, band] of raw.bands) {
        const held = bands.get(id) ?? emptyBand;
        const small = downsample(band, chunkStepMs[level]);
        const sameHour = cutBand(held, hour, hour + chunkSpanMs.raw);
        // A late minute of an hour whose raw samples are gone already adds to what was made of them.
        const renewed = raw.stood ? small : downsample(joinBands([sameHour, small]), chunkStepMs[level]);
        const before = cutBand(held, Number.NEGATIVE_INFINITY, hour);
        bands.set(id, joinBands([before, renewed, cutBand(held, hour + chunkSpanMs.raw, Number.POSITIVE_INFINITY)]));
      }
    }
  }

  chunks(): readonly Chunk[] {
    return [...this.#working.values()].map(({ level, start, bands }) => chunkOfBands(this.#subject, level, start, bands));
  }

  async #load(level: ChunkLevel, start: number): Promise<WorkingChunk> {
    const key = `${level} ${start}`;
    const known = this.#working.get(key);
    if (known !== undefined) return known;
    const [chunk] = await this.#store.readChunks(this.#subject, level, start, start);
    const found = chunk === undefined ? undefined : this.#bandsOf(chunk);
    const loaded = { level, start, stood: found !== undefined, bands: new Map(found) };
    this.#working.set(key, loaded);
    return loaded;
  }

  #bandsOf(chunk: Chunk): ReadonlyMap<number, Band> | undefined {
    try {
      return bandsOf(chunk);
    } catch (error) {
      this.#options.onDamaged?.(chunk, error);
      return undefined;
    }
  }
}

function spanStart(level: ChunkLevel, time: number): number {
  return Math.floor(time / chunkSpanMs[level]) * chunkSpanMs[level];
}
