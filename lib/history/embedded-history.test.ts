import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignBand, downsample, type Grid, toBand } from './band.ts';
import { type Chunk, type ChunkStore, chunkSpanMs } from './chunk-store.ts';
import { chooseLevel, decideLookback, embeddedHistory } from './embedded-history.ts';
import type { HistoryReader, SeriesName } from './history.ts';
import { memoryChunkStore } from './memory-chunk-store.ts';
import { MinuteBuffer } from './minute-buffer.ts';
import { packHours } from './pack-hours.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 0, 1);
const keepAll = { rawMs: Number.POSITIVE_INFINITY, fineMs: Number.POSITIVE_INFINITY, coarseMs: Number.POSITIVE_INFINITY };
const offset: SeriesName = { subject: 'host:hv01', metric: 'hvitals_host_clock_offset_seconds', labels: {} };

const everyMoment = fc
  .uniqueArray(fc.integer({ min: 0, max: 26 * hour }), { maxLength: 120 })
  .map((times) => times.sort((a, b) => a - b))
  .chain((times) =>
    fc
      .array(fc.integer({ min: -9, max: 9 }), { minLength: times.length, maxLength: times.length })
      .map((values) => ({ times: times.map((t) => start + t), values })),
  );

interface OneSample {
  readonly time: number;
  readonly value: number;
}

const append = (buffer: MinuteBuffer, { time, value }: OneSample) =>
  buffer.append(offset.subject, time, { series: [offset.metric], values: [value] });
const readerOf = (store: ChunkStore): HistoryReader =>
  embeddedHistory(store, { retention: keepAll, now: () => start + 26 * hour });
const pack = (store: ChunkStore, now: number) => packHours(store, { now, limit: 10 });

/** Writes the samples as the daemon would: a flush now and then, packing at some of the flushes. */
async function write(store: ChunkStore, samples: readonly OneSample[], packEvery = Number.POSITIVE_INFINITY): Promise<void> {
  const buffer = new MinuteBuffer(store);
  for (const [index, sample] of samples.entries()) {
    append(buffer, sample);
    await buffer.flush(sample.time);
    if (index % packEvery === packEvery - 1) await pack(store, sample.time);
  }
  await buffer.flush(Number.POSITIVE_INFINITY);
}

const zip = (times: readonly number[], values: readonly number[]): OneSample[] =>
  times.map((time, index) => ({ time, value: values[index] ?? 0 }));

/** What the grid would show if everything were raw and at hand. */
function expected(times: readonly number[], values: readonly number[], grid: Grid, stepMs = 0) {
  const raw = toBand(times, values);
  const band = stepMs === 0 ? raw : downsample(raw, stepMs);
  const near = {
    ...band,
    times: band.times.filter((time) => time > grid.from - grid.lookbackMs - 2 * stepMs && time <= grid.to),
  };
  const lookbackMs = decideLookback(near, grid.lookbackMs, grid, stepMs === 0 ? 'raw' : 'fine');
  return alignBand(band, { ...grid, lookbackMs });
}

test('what is read equals what was sampled, however it was flushed and packed', async () => {
  await fc.assert(
    fc.asyncProperty(everyMoment, fc.integer({ min: 1, max: 9 }), async ({ times, values }, packEvery) => {
      const store = memoryChunkStore();
      await write(store, zip(times, values), packEvery);
      const history = readerOf(store);
      // Sampled no closer than the lookback: three median intervals are never less, so the lookback is the grid's.
      const raw: Grid = { from: start, to: start + hour, stepMs: 15_000, lookbackMs: 15_000 };
      expect(await history.range([offset], raw)).toEqual([expected(times, values, raw)]);
      await pack(store, start + 48 * hour);
      const fine: Grid = { from: start, to: start + 26 * hour, stepMs: 600_000, lookbackMs: 600_000 };
      expect(await history.range([offset], fine)).toEqual([expected(times, values, fine, 60_000)]);
    }),
    { numRuns: 40 },
  );
});

test('the order in which scrapes arrive changes nothing, even after their hour was packed', async () => {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 2 * hour - 1 }), { minLength: 2, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(times, async (offsets) => {
      const samples = offsets.map((at) => ({ time: start + at, value: at }));
      const [straight, shuffled] = [memoryChunkStore(), memoryChunkStore()];
      await write(
        straight,
        samples.toSorted((a, b) => a.time - b.time),
      );
      await pack(straight, start + 3 * hour);
      const buffer = new MinuteBuffer(shuffled);
      for (const sample of samples) {
        append(buffer, sample);
        await buffer.flush(Number.POSITIVE_INFINITY);
        await pack(shuffled, start + 3 * hour);
      }
      for (const stepMs of [15_000, 60_000, 900_000]) {
        const grid: Grid = { from: start, to: start + 2 * hour, stepMs, lookbackMs: stepMs };
        expect(await readerOf(shuffled).range([offset], grid)).toEqual(await readerOf(straight).range([offset], grid));
      }
    }),
    { numRuns: 40 },
  );
});

test('packing leaves one raw chunk per hour and no minute behind', async () => {
  const store = memoryChunkStore();
  await write(
    store,
    Array.from({ length: 480 }, (_, index) => ({ time: start + index * 15_000, value: 1 })),
  );
  await pack(store, start + 3 * hour);
  expect([...store.chunks.values()].map(({ level }) => level).sort()).toEqual(['coarse', 'fine', 'raw', 'raw']);
});

describe('a damaged chunk', () => {
  const times = Array.from({ length: 240 }, (_, index) => start + index * 15_000);
  const damage = (chunk: Chunk): Chunk => ({ ...chunk, bytes: chunk.bytes.slice(0, -3) });
  const grid: Grid = { from: start, to: start + hour - 15_000, stepMs: 15_000, lookbackMs: 15_000 };

  test('of a minute is told, is a gap, and does not stop its hour', async () => {
    const store = memoryChunkStore();
    await write(store, zip(times, times));
    const [bad] = await store.readChunks('host:hv01', 'minute', start + 60_000, start + 60_000);
    if (bad === undefined) throw new Error('the minute is missing');
    await store.writeChunks([damage(bad)], []);
    const told: Chunk[] = [];
    await packHours(store, { now: start + hour, limit: 10, onDamaged: (chunk) => told.push(chunk) });
    expect(told.map((chunk) => chunk.start)).toEqual([start + 60_000]);
    const [band] = await readerOf(store).range([offset], grid);
    expect(band?.last.filter((value) => value === null)).toHaveLength(4);
    expect(await store.subjectsToPack(start + hour, 10)).toEqual([]);
  });

  test('of an hour is a gap for readers, and the next hours are packed all the same', async () => {
    const store = memoryChunkStore();
    await write(store, zip(times, times));
    await pack(store, start + hour);
    for (const chunk of [...store.chunks.values()]) await store.writeChunks([damage(chunk)], []);
    const told: unknown[] = [];
    const history = embeddedHistory(store, {
      retention: keepAll,
      now: () => start + hour,
      onDamaged: (chunk) => told.push(chunk),
    });
    expect((await history.range([offset], grid))[0]?.last.every((value) => value === null)).toBe(true);
    expect(told).toHaveLength(1);
    await write(store, [{ time: start + hour, value: 5 }]);
    await packHours(store, { now: start + 2 * hour, limit: 10, onDamaged: () => undefined });
    expect(await readerOf(store).instant(offset, start + hour + 1_000, 60_000)).toBe(5);
  });
});

test('a late minute of an hour whose raw samples are gone adds to the downsampled ones', async () => {
  const store = memoryChunkStore();
  await write(
    store,
    [0, 15, 45].map((minute) => ({ time: start + minute * 60_000, value: minute })),
  );
  await pack(store, start + hour);
  await store.dropChunks('raw', start + chunkSpanMs.raw, 10);
  await write(store, [{ time: start + 30 * 60_000, value: 30 }]);
  await pack(store, start + hour);
  const grid: Grid = { from: start, to: start + 45 * 60_000, stepMs: 900_000, lookbackMs: 900_000 };
  expect((await readerOf(store).range([offset], grid))[0]?.last).toEqual([0, 15, 30, 45]);
});

test('an unknown series is all gaps', async () => {
  const grid = { from: start, to: start + 60_000, stepMs: 30_000, lookbackMs: 30_000 };
  const [band] = await readerOf(memoryChunkStore()).range([offset], grid);
  expect(band?.last).toEqual([null, null, null]);
});

test('one value is found at any moment within the lookback, and not beyond', async () => {
  const store = memoryChunkStore();
  await write(store, [{ time: start + 10_000, value: 7 }]);
  await pack(store, start + 2 * hour);
  const history = readerOf(store);
  expect(await history.instant(offset, start + 10_000, 45_000)).toBe(7);
  expect(await history.instant(offset, start + 54_999, 45_000)).toBe(7);
  expect(await history.instant(offset, start + 55_000, 45_000)).toBeUndefined();
  expect(await history.instant(offset, start + 9_999, 45_000)).toBeUndefined();
});

test('the level follows the step, and falls back to a coarser one where retention has dropped the finer', () => {
  const keep = { rawMs: 2 * hour, fineMs: 48 * hour, coarseMs: 1_000 * hour };
  const now = start + 100 * hour;
  const grid = (ageHours: number, stepMs: number): Grid => ({ from: now - ageHours * hour, to: now, stepMs, lookbackMs: stepMs });
  expect(chooseLevel(grid(1, 15_000), keep, now)).toBe('raw');
  expect(chooseLevel(grid(3, 15_000), keep, now)).toBe('fine');
  expect(chooseLevel(grid(1, 60_000), keep, now)).toBe('fine');
  expect(chooseLevel(grid(60, 60_000), keep, now)).toBe('coarse');
  expect(chooseLevel(grid(1, 900_000), keep, now)).toBe('coarse');
});

test('a sample stands for three of its own intervals at most, and a grid finer than the level has no false gaps', () => {
  const every = (ms: number) => toBand([0, ms, 2 * ms, 3 * ms], [1, 1, 1, 1]);
  const grid = (stepMs: number): Grid => ({ from: 0, to: hour, stepMs, lookbackMs: 900_000 });
  expect(decideLookback(every(15_000), 900_000, grid(15_000), 'raw')).toBe(45_000);
  expect(decideLookback(every(60_000), 45_000, grid(15_000), 'raw')).toBe(45_000);
  expect(decideLookback(toBand([5], [1]), 900_000, grid(15_000), 'raw')).toBe(900_000);
  expect(decideLookback(every(60_000), 45_000, grid(15_000), 'fine')).toBe(120_000);
});
