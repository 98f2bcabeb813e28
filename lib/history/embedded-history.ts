import { formatSeries } from '../series/series-text.ts';
import { type AlignedBand, alignBand, type Band, emptyBand, type Grid, joinBands } from './band.ts';
import { bandsOf } from './band-chunk.ts';
import { type Chunk, type ChunkLevel, type ChunkStore, chunkSpanMs, chunkStepMs } from './chunk-store.ts';
import type { HistoryReader, SeriesQuery, Subject } from './history.ts';

/** How long each level is kept, in milliseconds. */
export interface Retention {
  readonly rawMs: number;
  readonly fineMs: number;
  readonly coarseMs: number;
}

const dayMs = 86_400_000;

/** The configuration's `history` as a retention. */
export function toRetention({
  rawDays,
  fineDays,
  coarseDays,
}: {
  readonly rawDays: number;
  readonly fineDays: number;
  readonly coarseDays: number;
}): Retention {
  return { rawMs: rawDays * dayMs, fineMs: fineDays * dayMs, coarseMs: coarseDays * dayMs };
}

export interface EmbeddedHistoryOptions {
  readonly retention: Retention;
  /** The clock that retention is counted by, UTC milliseconds. */
  readonly now: () => number;
  /** Told of a chunk whose bytes cannot be read; it is a gap. */
  readonly onDamaged?: (chunk: Chunk, error: unknown) => void;
}

type PackedLevel = Exclude<ChunkLevel, 'minute'>;

/** Intervals that a sample stands for: one late or lost scrape is no gap, as in the exposition, where series vanish after three. */
const carriedIntervals = 3;

/** Reads history from chunks. */
export function embeddedHistory(store: ChunkStore, { retention, now, onDamaged }: EmbeddedHistoryOptions): HistoryReader {
  const read = async (series: readonly SeriesQuery[], grid: Grid, level: PackedLevel): Promise<readonly AlignedBand[]> => {
    const ids = await store.knownSeriesIds(series.map(formatSeries));
    const longest = Math.max(grid.lookbackMs, grid.stepMs, ...series.map(({ lookbackMs }) => lookbackMs ?? 0));
    const bySubject = new Map<Subject, ReadonlyMap<number, Band>>();
    const answers: AlignedBand[] = [];
    for (const one of series) {
      const window = { level, from: grid.from - longest - 2 * chunkStepMs[level], to: grid.to, onDamaged };
      const bands = bySubject.get(one.subject) ?? (await readSubject(store, one.subject, window));
      bySubject.set(one.subject, bands);
      const band = bands.get(ids.get(formatSeries(one)) ?? -1) ?? emptyBand;
      answers.push(
        alignBand(band, { ...grid, lookbackMs: decideLookback(band, one.lookbackMs ?? grid.lookbackMs, grid, level) }),
      );
    }
    return answers;
  };
  return {
    range: (series, grid) => read(series, grid, chooseLevel(grid, retention, now())),
    async instant(series, at, lookbackMs) {
      const grid = { from: at, to: at, stepMs: 1, lookbackMs };
      const [band] = await read([series], grid, chooseLevel(grid, retention, now()));
      return band?.last[0] ?? undefined;
    },
  };
}

/** The coarsest level that still is as fine as the grid, unless retention has dropped it at the grid's start. */
export function chooseLevel(grid: Grid, retention: Retention, now: number): PackedLevel {
  const kept = (level: 'raw' | 'fine') => grid.from >= now - (level === 'raw' ? retention.rawMs : retention.fineMs);
  if (grid.stepMs < chunkStepMs.fine && kept('raw')) return 'raw';
  if (grid.stepMs < chunkStepMs.coarse && kept('fine')) return 'fine';
  return 'coarse';
}

/**
 * How long a sample of this band stands for what follows: three of the intervals that it was sampled at, at most what was asked for.
 * Where the grid is finer than the level, what the level holds is as good as it gets, and its steps are no gaps.
 */
export function decideLookback(band: Band, wantedMs: number, grid: Grid, level: PackedLevel): number {
  const lookbackMs = Math.min(wantedMs, carriedIntervals * (medianSpacing(band.times) ?? wantedMs));
  return grid.stepMs < chunkStepMs[level] ? Math.max(lookbackMs, 2 * chunkStepMs[level]) : lookbackMs;
}

function medianSpacing(times: readonly number[]): number | undefined {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  return gaps.toSorted((a, b) => a - b)[gaps.length >> 1];
}

interface Window {
  readonly level: PackedLevel;
  readonly from: number;
  readonly to: number;
  readonly onDamaged: EmbeddedHistoryOptions['onDamaged'];
}

async function readSubject(
  store: ChunkStore,
  subject: Subject,
  { level, from, to, onDamaged }: Window,
): Promise<ReadonlyMap<number, Band>> {
  // Minutes first: what is packed between the two reads is then seen twice, which joining undoes, and never missed.
  const minutes = await store.readChunks(subject, 'minute', from - chunkSpanMs.minute, to);
  const packed = await store.readChunks(subject, level, from - chunkSpanMs[level], to);
  const parts = new Map<number, Band[]>();
  for (const chunk of [...packed, ...minutes]) {
    for (const [id, band] of readable(chunk, onDamaged)) {
      const held = parts.get(id);
      if (held === undefined) parts.set(id, [band]);
      else held.push(band);
    }
  }
  return new Map([...parts].map(([id, bands]) => [id, joinBands(bands)]));
}

function readable(chunk: Chunk, onDamaged: EmbeddedHistoryOptions['onDamaged']): ReadonlyMap<number, Band> {
  try {
    return bandsOf(chunk);
  } catch (error) {
    onDamaged?.(chunk, error);
    return new Map();
  }
}
