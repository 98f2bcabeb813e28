import { expect, test } from 'vitest';
import { createFakeClock } from '#lib/fake-clock.ts';
import type { Chunk, ChunkStore } from '#lib/history/chunk-store.ts';
import { memoryChunkStore } from '#lib/history/memory-chunk-store.ts';
import { createLogger } from '#lib/log.ts';
import { HistoryKeeper } from './keep-history.ts';

const start = Date.UTC(2026, 0, 1);
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const retention = { rawMs: 7 * day, fineMs: 60 * day, coarseMs: 730 * day };
const one = { series: ['m'], values: [1] };

function keep(store: ChunkStore = memoryChunkStore()) {
  const clock = createFakeClock(start);
  const logged: Record<string, unknown>[] = [];
  const log = createLogger({ level: 'info', stream: { write: (line) => void logged.push(JSON.parse(line)) } });
  const keeper = new HistoryKeeper({ store, clock, log, retention });
  const said = (text: string) => logged.filter(({ msg }) => String(msg).includes(text));
  return { clock, keeper, said };
}

const old = (level: Chunk['level'], age: number): Chunk => ({
  subject: 'host:old',
  level,
  start: start - age,
  bytes: new Uint8Array([9]),
});
const startsOf = (store: ReturnType<typeof memoryChunkStore>, level: Chunk['level']) =>
  [...store.chunks.values()].filter((chunk) => chunk.level === level).map((chunk) => chunk.start);

test('a minute is in the store seconds after its end, the open one is not', async () => {
  const store = memoryChunkStore();
  const { clock, keeper } = keep(store);
  keeper.buffer.append('host:hv01', start + 10_000, one);
  keeper.buffer.append('host:hv01', start + minute, one);
  await clock.advance(minute + 2_000);
  expect(startsOf(store, 'minute')).toEqual([]);
  await clock.advance(2_000);
  expect(startsOf(store, 'minute')).toEqual([start]);
  await keeper[Symbol.asyncDispose]();
});

test('stopping writes the open minute and ends the loop', async () => {
  const store = memoryChunkStore();
  const { clock, keeper } = keep(store);
  keeper.buffer.append('host:hv01', start + 10_000, one);
  await keeper[Symbol.asyncDispose]();
  expect(startsOf(store, 'minute')).toEqual([start]);
  expect(clock.pending()).toBe(0);
});

test('a store that fails costs nothing while it fails for less than the buffer holds, and is told', async () => {
  const store = memoryChunkStore();
  let full = true;
  const { clock, keeper, said } = keep({
    ...store,
    addChunks: (chunks) => (full ? Promise.reject(new Error('disk full')) : store.addChunks(chunks)),
  });
  for (let index = 0; index < 5; index += 1) {
    keeper.buffer.append('host:hv01', clock.now(), one);
    await clock.advance(minute);
  }
  expect(said('could not be written').length).toBeGreaterThanOrEqual(4);
  full = false;
  await clock.advance(minute + 5_000);
  expect(startsOf(store, 'minute')).toHaveLength(5);
  expect(said('written again')).toHaveLength(1);
  await keeper[Symbol.asyncDispose]();
});

test('an hour is packed minutes after its end, for all subjects', async () => {
  const store = memoryChunkStore();
  const { clock, keeper } = keep(store);
  for (let host = 0; host < 30; host += 1) keeper.buffer.append(`host:hv${host}`, start + 10_000, one);
  await clock.advance(hour);
  expect(startsOf(store, 'raw')).toEqual([]);
  await clock.advance(6 * minute);
  expect(startsOf(store, 'raw')).toHaveLength(30);
  expect(startsOf(store, 'minute')).toEqual([]);
  await keeper[Symbol.asyncDispose]();
});

test('retention drops a chunk when its last moment is too old', async () => {
  const store = memoryChunkStore();
  await store.writeChunks([old('raw', 8 * day), old('raw', 7 * day - hour), old('fine', 60 * day), old('coarse', 790 * day)], []);
  const { clock, keeper } = keep(store);
  await clock.advance(hour + 2 * minute);
  expect(startsOf(store, 'raw')).toEqual([start - 7 * day + hour]);
  expect(startsOf(store, 'fine')).toEqual([start - 60 * day]);
  expect(startsOf(store, 'coarse')).toEqual([]);
  await keeper[Symbol.asyncDispose]();
});

test('a clock that jumps years ahead drops nothing', async () => {
  const store = memoryChunkStore();
  await store.writeChunks([old('raw', day)], []);
  const { clock, keeper, said } = keep(store);
  clock.stepWallClock(5 * 365 * day);
  await clock.advance(hour + 2 * minute);
  expect(startsOf(store, 'raw')).toEqual([start - day]);
  expect(said('the clock was set')).toHaveLength(1);
  clock.stepWallClock(-5 * 365 * day);
  await clock.advance(3 * hour);
  expect(startsOf(store, 'raw')).toContain(start - day);
  await keeper[Symbol.asyncDispose]();
});
