import { expect, test } from 'vitest';
import { embeddedHistory } from './embedded-history.ts';
import type { SeriesName, Subject } from './history.ts';
import { memoryChunkStore } from './memory-chunk-store.ts';
import { MinuteBuffer } from './minute-buffer.ts';

const start = Date.UTC(2026, 0, 1);
const subject: Subject = 'host:hv01';
const one = (value: number, metric = 'm') => ({ series: [metric], values: [value] });
const keepAll = { rawMs: Number.POSITIVE_INFINITY, fineMs: Number.POSITIVE_INFINITY, coarseMs: Number.POSITIVE_INFINITY };
const name = (metric = 'm'): SeriesName => ({ subject, metric, labels: {} });

/** Values at each second of [from, to], with no carrying. */
async function valuesAt(store: ReturnType<typeof memoryChunkStore>, from: number, to: number) {
  const history = embeddedHistory(store, { retention: keepAll, now: () => start });
  const [band] = await history.range([name()], { from, to, stepMs: 1_000, lookbackMs: 1_000 });
  return band?.last;
}

test('only minutes that are over are written', async () => {
  const store = memoryChunkStore();
  const buffer = new MinuteBuffer(store);
  buffer.append(subject, start + 59_000, one(1));
  buffer.append(subject, start + 60_000, one(2));
  await buffer.flush(start + 60_000);
  expect([...store.chunks.values()].map((chunk) => chunk.start)).toEqual([start]);
  expect(buffer.minutes).toBe(1);
});

test('a minute that could not be written is written by the next flush', async () => {
  const store = memoryChunkStore();
  let full = true;
  const buffer = new MinuteBuffer({
    ...store,
    addChunks: (chunks) => (full ? Promise.reject(new Error('database or disk is full')) : store.addChunks(chunks)),
  });
  buffer.append(subject, start, one(7));
  await expect(buffer.flush(Number.POSITIVE_INFINITY)).rejects.toThrow('full');
  full = false;
  await buffer.flush(Number.POSITIVE_INFINITY);
  expect(await valuesAt(store, start, start)).toEqual([7]);
  expect(buffer.minutes).toBe(0);
});

test('while nothing can be written the oldest minutes are given up, and told', async () => {
  const dropped: unknown[] = [];
  const onDropped = (...what: readonly unknown[]) => dropped.push(what);
  const buffer = new MinuteBuffer(memoryChunkStore(), { maxMinutes: 3, onDropped });
  for (let minute = 0; minute < 5; minute += 1) buffer.append(subject, start + minute * 60_000, one(minute));
  expect(buffer.minutes).toBe(3);
  expect(dropped).toEqual([
    [start, 1],
    [start + 60_000, 1],
  ]);
});

test('a restart within a minute keeps what was written of it', async () => {
  const store = memoryChunkStore();
  for (const second of [10, 20]) {
    const buffer = new MinuteBuffer(store);
    buffer.append(subject, start + second * 1_000, one(second));
    await buffer.flush(Number.POSITIVE_INFINITY);
  }
  expect(await valuesAt(store, start + 10_000, start + 20_000)).toEqual([10, ...Array(9).fill(null), 20]);
});

test('a clock that stepped back adds nothing at a time that is taken', async () => {
  const store = memoryChunkStore();
  const buffer = new MinuteBuffer(store);
  for (const [second, value] of [
    [1, 1],
    [2, 2],
    [1, 9],
    [3, 3],
  ] as const)
    buffer.append(subject, start + second * 1_000, one(value));
  await buffer.flush(Number.POSITIVE_INFINITY);
  expect(await valuesAt(store, start + 1_000, start + 3_000)).toEqual([1, 2, 3]);
});

test('what arrives while its minute is being written is written after it', async () => {
  const store = memoryChunkStore();
  const buffer: MinuteBuffer = new MinuteBuffer({
    ...store,
    async addChunks(chunks) {
      if (store.chunks.size === 0) buffer.append(subject, start + 2_000, one(2));
      return store.addChunks(chunks);
    },
  });
  buffer.append(subject, start + 1_000, one(1));
  await buffer.flush(Number.POSITIVE_INFINITY);
  expect(await valuesAt(store, start + 1_000, start + 2_000)).toEqual([1, 2]);
  expect(buffer.minutes).toBe(0);
});

test('a long flush lets others run between its batches', async () => {
  const store = memoryChunkStore();
  const buffer = new MinuteBuffer(store);
  for (let host = 0; host < 450; host += 1) buffer.append(`host:hv${host}`, start, one(host));
  const written: number[] = [];
  await buffer.flush(Number.POSITIVE_INFINITY, async () => void written.push(store.chunks.size));
  expect(written).toEqual([200, 400]);
});
