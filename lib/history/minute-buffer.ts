import { joinBands, toBand } from './band.ts';
import { bandsOf, chunkOfBands } from './band-chunk.ts';
import { type ChunkSeries, encodeChunk } from './chunk-codec.ts';
import { type Chunk, type ChunkStore, chunkSpanMs } from './chunk-store.ts';
import type { Subject } from './history.ts';

/** What one scrape says of one subject: texts of series and their values, of equal length. May be shared between scrapes. */
export interface ScrapedSeries {
  readonly series: readonly string[];
  readonly values: readonly number[];
}

interface Scrape {
  readonly time: number;
  readonly samples: ScrapedSeries;
}

export interface MinuteBufferOptions {
  /** Minutes that are held at most while the store refuses them; beyond, the oldest is given up. */
  readonly maxMinutes?: number;
  /** Told which minute was given up (its start, UTC milliseconds) and how many subjects it held. */
  readonly onDropped?: (start: number, subjects: number) => void;
}

/** Subjects in one transaction: a few milliseconds of work, so that nothing else waits for long. */
const batchSize = 200;

/**
 * Collects scrapes until their minute is over, and then writes one chunk per subject. What is lost when the process is killed is
 * the open minute. A minute that the store already holds (a restart within it, a clock that was set back) is joined, never replaced.
 */
export class MinuteBuffer {
  readonly #store: ChunkStore;
  readonly #options: MinuteBufferOptions;
  readonly #open = new Map<number, Map<Subject, Scrape[]>>();
  readonly #ids = new Map<string, number>();
  /** The same for whole lists of series, which scrapes share: nearly all of them are one of a few. */
  readonly #idsOfLists = new WeakMap<readonly string[], readonly number[]>();

  constructor(store: ChunkStore, options: MinuteBufferOptions = {}) {
    this.#store = store;
    this.#options = options;
  }

  /** Minutes that wait to be written. */
  get minutes(): number {
    return this.#open.size;
  }

  /** Takes the samples of one scrape; `time` is UTC milliseconds by this machine's clock. */
  append(subject: Subject, time: number, samples: ScrapedSeries): void {
    if (samples.series.length === 0) return;
    const start = Math.floor(time / chunkSpanMs.minute) * chunkSpanMs.minute;
    const minute = this.#open.get(start) ?? this.#openMinute(start);
    const scrapes = minute.get(subject);
    if (scrapes === undefined) minute.set(subject, [{ time, samples }]);
    else scrapes.push({ time, samples });
  }

  /**
   * Writes every minute that ended at or before `before` (UTC milliseconds; `Infinity` at shutdown), batch by batch with `pause` in
   * between. What could not be written stays in the buffer, and the error is the store's. One flush at a time.
   */
  async flush(before: number, pause: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    for (const [start, subjects] of [...this.#open]) {
      if (start + chunkSpanMs.minute > before) continue;
      for (let batch = firstEntries(subjects); batch.length > 0; batch = firstEntries(subjects)) {
        const taken = batch.map(([, scrapes]) => scrapes.length);
        await this.#write(start, batch);
        batch.forEach(([subject, scrapes], index) => {
          scrapes.splice(0, taken[index]);
          if (scrapes.length === 0) subjects.delete(subject);
        });
        if (subjects.size > 0) await pause();
      }
      if (this.#open.get(start) === subjects) this.#open.delete(start);
    }
  }

  #openMinute(start: number): Map<Subject, Scrape[]> {
    const minute = new Map<Subject, Scrape[]>();
    this.#open.set(start, minute);
    const { maxMinutes = 10, onDropped } = this.#options;
    const oldest = Math.min(...this.#open.keys());
    if (this.#open.size > maxMinutes && oldest !== start) {
      onDropped?.(oldest, this.#open.get(oldest)?.size ?? 0);
      this.#open.delete(oldest);
    }
    return minute;
  }

  async #write(start: number, batch: readonly (readonly [Subject, readonly Scrape[]])[]): Promise<void> {
    await this.#learnIds(batch);
    const chunks = batch.map(
      ([subject, scrapes]): Chunk => ({
        subject,
        level: 'minute',
        start,
        bytes: encodeChunk(
          start,
          toChunkSeries(scrapes, ({ series }) => this.#idsOf(series)),
        ),
      }),
    );
    const standing = await this.#store.addChunks(chunks);
    if (standing.length === 0) return;
    const added = new Map(chunks.map((chunk) => [chunk.subject, chunk]));
    const joined = standing.map((chunk) => joinMinutes(chunk, added.get(chunk.subject) ?? chunk));
    await this.#store.writeChunks(joined, []);
  }

  async #learnIds(batch: readonly (readonly [Subject, readonly Scrape[]])[]): Promise<void> {
    const unknown = new Set<string>();
    for (const [, scrapes] of batch) {
      for (const { samples } of scrapes) {
        if (this.#idsOfLists.has(samples.series)) continue;
        for (const series of samples.series) if (!this.#ids.has(series)) unknown.add(series);
      }
    }
    if (unknown.size === 0) return;
    for (const [series, id] of await this.#store.seriesIds([...unknown])) this.#ids.set(series, id);
  }

  /** The numbers of a list of series, in its order. All must have been learnt. */
  #idsOf(list: readonly string[]): readonly number[] {
    const known = this.#idsOfLists.get(list);
    if (known !== undefined) return known;
    const ids = list.map((series) => {
      const id = this.#ids.get(series);
      if (id === undefined) throw new Error(`the store gave the series ${series} no number`);
      return id;
    });
    this.#idsOfLists.set(list, ids);
    return ids;
  }
}

function firstEntries(subjects: ReadonlyMap<Subject, Scrape[]>): readonly (readonly [Subject, Scrape[]])[] {
  const entries: [Subject, Scrape[]][] = [];
  for (const entry of subjects) {
    if (entries.length === batchSize) break;
    entries.push(entry);
  }
  return entries;
}

/** One chunk with the samples of both. */
function joinMinutes(older: Chunk, newer: Chunk): Chunk {
  const bands = new Map(bandsOf(older));
  for (const [id, band] of bandsOf(newer)) bands.set(id, joinBands([bands.get(id) ?? toBand([], []), band]));
  return chunkOfBands(older.subject, 'minute', older.start, bands);
}

/** Samples by series, in the order of time; of two at the same time the first one stays. */
function toChunkSeries(scrapes: readonly Scrape[], idsOf: (samples: ScrapedSeries) => readonly number[]): readonly ChunkSeries[] {
  const found = new Map<number, { readonly series: number; readonly times: number[]; readonly values: number[] }>();
  const inOrder = scrapes.every(({ time }, index) => index === 0 || time >= (scrapes[index - 1]?.time ?? 0));
  for (const { time, samples } of inOrder ? scrapes : scrapes.toSorted((a, b) => a.time - b.time)) {
    idsOf(samples).forEach((id, index) => {
      const value = samples.values[index] ?? Number.NaN;
      const held = found.get(id);
      if (held === undefined) found.set(id, { series: id, times: [time], values: [value] });
      else if (held.times.at(-1) !== time) {
        held.times.push(time);
        held.values.push(value);
      }
    });
  }
  return [...found.values()];
}
