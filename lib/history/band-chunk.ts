import { type Band, toBand } from './band.ts';
import { type ChunkSeries, decodeChunk, encodeChunk } from './chunk-codec.ts';
import type { Chunk, ChunkLevel } from './chunk-store.ts';
import type { Subject } from './history.ts';

/** A series number in a chunk is the store's number times three plus the column; extremes equal to `last` are left out. */
const columns = 3;

/** Packs bands, by the numbers of their series, into a chunk. */
export function chunkOfBands(subject: Subject, level: ChunkLevel, start: number, bands: ReadonlyMap<number, Band>): Chunk {
  const series: ChunkSeries[] = [];
  for (const [id, { times, last, min, max }] of bands) {
    series.push({ series: level === 'minute' ? id : id * columns, times, values: last });
    if (!sameValues(min, last)) series.push({ series: id * columns + 1, times, values: min });
    if (!sameValues(max, last)) series.push({ series: id * columns + 2, times, values: max });
  }
  return { subject, level, start, bytes: encodeChunk(start, series) };
}

/** Unpacks a chunk of any level into bands by the numbers of their series. */
export function bandsOf(chunk: Pick<Chunk, 'level' | 'start' | 'bytes'>): ReadonlyMap<number, Band> {
  const found = decodeChunk(chunk.start, chunk.bytes);
  if (chunk.level === 'minute') return new Map(found.map(({ series, times, values }) => [series, toBand(times, values)]));
  const bands = new Map<number, Band>();
  for (const { series, times, values } of found) {
    const id = Math.floor(series / columns);
    const column = series % columns;
    const held = bands.get(id) ?? toBand(times, values);
    if (column === 1) bands.set(id, { ...held, min: values });
    else if (column === 2) bands.set(id, { ...held, max: values });
    else bands.set(id, toBand(times, values));
  }
  return bands;
}

function sameValues(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((value, index) => Object.is(value, b[index])));
}
