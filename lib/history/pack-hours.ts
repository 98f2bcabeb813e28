import { type Band, downsample, joinBands, toBand } from './band.ts';
import { bandsOf, chunkOfBands } from './band-chunk.ts';
import { type Chunk, type ChunkLevel, type ChunkStore, chunkSpanMs, chunkStepMs } from './chunk-store.ts';
import type { Subject } from './history.ts';

/**
 * Packs the minute chunks of hours that are over at `now` into one raw chunk per subject and hour, and adds them to the
 * downsampled ones. At most `limit` subjects a call, so that the work can be spread. Returns how many were packed.
 * Packing an hour twice (a late minute, a kill in between) gives the same chunks: each write is one transaction, and all levels of an
 * hour are made from the hour's raw samples.
 */
export async function packHours(store: ChunkStore, now: number, limit: number): Promise<number> {
  const hour = Math.floor(now / chunkSpanMs.raw) * chunkSpanMs.raw;
  const subjects = await store.subjectsToPack(hour, limit);
  for (const subject of subjects) await packSubject(store, subject, hour);
  return subjects.length;
}

async function packSubject(store: ChunkStore, subject: Subject, before: number): Promise<void> {
  const minutes = await store.readChunks(subject, 'minute', 0, before - 1);
  const starts = [...new Set(minutes.map(({ start }) => spanStart('raw', start)))];
  for (const start of starts) {
    const ofHour = minutes.filter((minute) => spanStart('raw', minute.start) === start);
    const raw = new Map<number, Band>();
    await addChunks(store, raw, subject, 'raw', start);
    for (const minute of ofHour)
      for (const [id, band] of bandsOf(minute)) raw.set(id, joinBands([raw.get(id) ?? toBand([], []), band]));
    const put: Chunk[] = [chunkOfBands(subject, 'raw', start, raw)];
    for (const level of ['fine', 'coarse'] as const) put.push(await addToLevel(store, subject, level, start, raw));
    await store.writeChunks(put, ofHour);
  }
}

/** The level's chunk around `hour` with the hour's samples in it, replacing what it held of that hour. */
async function addToLevel(
  store: ChunkStore,
  subject: Subject,
  level: ChunkLevel,
  hour: number,
  raw: ReadonlyMap<number, Band>,
): Promise<Chunk> {
  const start = spanStart(level, hour);
  const bands = new Map<number, Band>();
  await addChunks(store, bands, subject, level, start);
  for (const [id, band] of raw) {
    const held = bands.get(id) ?? toBand([], []);
    const parts = [
      within(held, start, hour),
      downsample(band, chunkStepMs[level]),
      within(held, hour + chunkSpanMs.raw, Number.POSITIVE_INFINITY),
    ];
    bands.set(id, joinBands(parts));
  }
  return chunkOfBands(subject, level, start, bands);
}

async function addChunks(
  store: ChunkStore,
  into: Map<number, Band>,
  subject: Subject,
  level: ChunkLevel,
  start: number,
): Promise<void> {
  for (const chunk of await store.readChunks(subject, level, start, start))
    for (const [id, band] of bandsOf(chunk)) into.set(id, band);
}

/** The part of a band in [from, to). */
function within(band: Band, from: number, to: number): Band {
  const first = band.times.findIndex((time) => time >= from);
  if (first < 0) return toBand([], []);
  const past = band.times.findIndex((time) => time >= to);
  const end = past < 0 ? band.times.length : past;
  return {
    times: band.times.slice(first, end),
    last: band.last.slice(first, end),
    min: band.min.slice(first, end),
    max: band.max.slice(first, end),
  };
}

function spanStart(level: ChunkLevel, time: number): number {
  return Math.floor(time / chunkSpanMs[level]) * chunkSpanMs[level];
}
