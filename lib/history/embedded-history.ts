import { type AlignedBand, alignBand, type Band, emptyBand, type Grid, joinBands } from './band.ts';
import { bandsOf } from './band-chunk.ts';
import { type ChunkLevel, type ChunkStore, chunkSpanMs, chunkStepMs } from './chunk-store.ts';
import { type HistoryReader, type SeriesName, type Subject, seriesKey } from './history.ts';

/** How long each level is kept, in milliseconds. */
export interface Retention {
  readonly rawMs: number;
  readonly fineMs: number;
  readonly coarseMs: number;
}

/** Reads history from chunks. `now` gives the clock that retention is counted by, UTC milliseconds. */
export function embeddedHistory(store: ChunkStore, retention: Retention, now: () => number): HistoryReader {
  return {
    async range(series, grid) {
      const ids = await store.knownSeriesIds(series.map(seriesKey));
      const level = chooseLevel(grid, retention, now());
      const bySubject = new Map<Subject, ReadonlyMap<number, Band>>();
      const answers: AlignedBand[] = [];
      for (const one of series) {
        const bands = bySubject.get(one.subject) ?? (await readSubject(store, one.subject, level, grid));
        bySubject.set(one.subject, bands);
        answers.push(alignBand(bands.get(ids.get(seriesKey(one)) ?? -1) ?? emptyBand, grid));
      }
      return answers;
    },
    async instant(series: SeriesName, at: number, lookbackMs: number) {
      const [band] = await this.range([series], { from: at, to: at, stepMs: lookbackMs, lookbackMs });
      return band?.last[0] ?? undefined;
    },
  };
}

/** The coarsest level that still is as fine as the grid, unless retention has dropped it at the grid's start. */
export function chooseLevel(grid: Grid, retention: Retention, now: number): Exclude<ChunkLevel, 'minute'> {
  const kept = (level: 'raw' | 'fine') => grid.from >= now - (level === 'raw' ? retention.rawMs : retention.fineMs);
  if (grid.stepMs < chunkStepMs.fine && kept('raw')) return 'raw';
  if (grid.stepMs < chunkStepMs.coarse && kept('fine')) return 'fine';
  return 'coarse';
}

async function readSubject(
  store: ChunkStore,
  subject: Subject,
  level: ChunkLevel,
  grid: Grid,
): Promise<ReadonlyMap<number, Band>> {
  const from = grid.from - Math.max(grid.lookbackMs, grid.stepMs);
  // Minutes first: what is packed between the two reads is then seen twice, which joining undoes, and never missed.
  const minutes = await store.readChunks(subject, 'minute', from - chunkSpanMs.minute, grid.to);
  const packed = await store.readChunks(subject, level, from - chunkSpanMs[level], grid.to);
  const parts = new Map<number, Band[]>();
  for (const chunk of [...packed, ...minutes]) {
    for (const [id, band] of bandsOf(chunk)) {
      const held = parts.get(id);
      if (held === undefined) parts.set(id, [band]);
      else held.push(band);
    }
  }
  return new Map([...parts].map(([id, bands]) => [id, joinBands(bands)]));
}
