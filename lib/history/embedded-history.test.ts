import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignBand, downsample, type Grid, toBand } from './band.ts';
import type { ChunkStore } from './chunk-store.ts';
import { chooseLevel, embeddedHistory } from './embedded-history.ts';
import type { HistorySample, SeriesName } from './history.ts';
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

/** Writes the samples as the daemon would: a flush now and then, packing at some of the flushes. */
async function write(store: ChunkStore, samples: readonly HistorySample[], packEvery: number): Promise<void> {
  const buffer = new MinuteBuffer();
  for (const [index, sample] of samples.entries()) {
    buffer.add([sample]);
    await buffer.flush(store, sample.time);
    if (index % packEvery === 0) await packHours(store, sample.time, 10);
  }
  await buffer.flush(store, Number.POSITIVE_INFINITY);
}

test('what is read equals what was sampled, however it was flushed and packed', async () => {
  await fc.assert(
    fc.asyncProperty(everyMoment, fc.integer({ min: 1, max: 9 }), async ({ times, values }, packEvery) => {
      const store = memoryChunkStore();
      await write(
        store,
        times.map((time, index) => ({ ...offset, time, value: values[index] ?? 0 })),
        packEvery,
      );
      const history = embeddedHistory(store, keepAll, () => start + 26 * hour);
      const raw: Grid = { from: start, to: start + hour, stepMs: 15_000, lookbackMs: 45_000 };
      expect(await history.range([offset], raw)).toEqual([alignBand(toBand(times, values), raw)]);
      await packHours(store, start + 48 * hour, 10);
      const fine: Grid = { from: start, to: start + 26 * hour, stepMs: 600_000, lookbackMs: 600_000 };
      expect(await history.range([offset], fine)).toEqual([alignBand(downsample(toBand(times, values), 60_000), fine)]);
    }),
    { numRuns: 40 },
  );
});

test('packing leaves one raw chunk per hour and no minute behind', async () => {
  const store = memoryChunkStore();
  const samples = Array.from({ length: 480 }, (_, index) => ({ ...offset, time: start + index * 15_000, value: 1 }));
  await write(store, samples, 1_000);
  await packHours(store, start + 3 * hour, 10);
  const levels = [...store.chunks.values()].map(({ level }) => level).sort();
  expect(levels).toEqual(['coarse', 'fine', 'raw', 'raw']);
});

test('a minute that could not be written is written by the next flush', async () => {
  const store = memoryChunkStore();
  const buffer = new MinuteBuffer();
  buffer.add([{ ...offset, time: start, value: 7 }]);
  const full = { ...store, writeChunks: () => Promise.reject(new Error('database or disk is full')) };
  await expect(buffer.flush(full, Number.POSITIVE_INFINITY)).rejects.toThrow('full');
  await buffer.flush(store, Number.POSITIVE_INFINITY);
  expect(await embeddedHistory(store, keepAll, () => start).instant(offset, start + 1_000, 60_000)).toBe(7);
});

test('a clock that stepped back adds nothing to a minute twice', async () => {
  const store = memoryChunkStore();
  const buffer = new MinuteBuffer();
  for (const time of [10, 20, 15, 20, 30]) buffer.add([{ ...offset, time: start + time, value: time }]);
  await buffer.flush(store, Number.POSITIVE_INFINITY);
  const grid = { from: start + 10, to: start + 30, stepMs: 10, lookbackMs: 10 };
  expect((await embeddedHistory(store, keepAll, () => start).range([offset], grid))[0]?.last).toEqual([10, 20, 30]);
});

test('an unknown series is all gaps', async () => {
  const grid = { from: start, to: start + 60_000, stepMs: 30_000, lookbackMs: 30_000 };
  const [band] = await embeddedHistory(memoryChunkStore(), keepAll, () => start).range([offset], grid);
  expect(band?.last).toEqual([null, null, null]);
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
