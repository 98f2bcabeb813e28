import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Chunk, ChunkStore } from './chunk-store.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const chunk = (
  start: number,
  text: string,
  level: Chunk['level'] = 'minute',
  subject: Chunk['subject'] = 'host:hv01',
): Chunk => ({
  subject,
  level,
  start,
  bytes: bytes(text),
});

/** Registers the suite that every chunk store must pass. `open` gives an empty one and what closes it. */
export function describeChunkStoreContract(
  name: string,
  open: () => Promise<{ store: ChunkStore; close(): Promise<void> }>,
): void {
  describe(`${name} as a chunk store`, () => {
    let store: ChunkStore;
    let close: () => Promise<void>;
    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(() => close());

    test('a series keeps its number, and an unknown one has none', async () => {
      const first = await store.seriesIds(['a', 'b{x="1"}']);
      const again = await store.seriesIds(['b{x="1"}', 'c', 'a']);
      expect([again.get('a'), again.get('b{x="1"}')]).toEqual([first.get('a'), first.get('b{x="1"}')]);
      expect(new Set(again.values()).size).toBe(3);
      expect([...(await store.knownSeriesIds(['a', 'nobody'])).keys()]).toEqual(['a']);
    });

    test('chunks come back whole, oldest first, within the range and of the one subject and level', async () => {
      await store.writeChunks(
        [chunk(120, 'c'), chunk(0, 'a'), chunk(60, 'b'), chunk(60, 'other', 'raw'), chunk(60, 'other', 'minute', 'host:hv02')],
        [],
      );
      const read = await store.readChunks('host:hv01', 'minute', 0, 60);
      expect(read.map(({ start, bytes: found }) => [start, new TextDecoder().decode(found)])).toEqual([
        [0, 'a'],
        [60, 'b'],
      ]);
      expect(await store.readChunks('host:nobody', 'minute', 0, 999)).toEqual([]);
      expect(await store.readChunks('host:hv01', 'minute', 121, 999)).toEqual([]);
    });

    test('writing replaces a chunk of the same place, and removes in the same step', async () => {
      await store.writeChunks([chunk(0, 'old'), chunk(60, 'gone')], []);
      await store.writeChunks([chunk(0, 'new')], [chunk(60, '')]);
      const read = await store.readChunks('host:hv01', 'minute', 0, 60);
      expect(read.map(({ bytes: found }) => new TextDecoder().decode(found))).toEqual(['new']);
    });

    test('subjects that wait to be packed are named once, up to the limit', async () => {
      await store.writeChunks(
        [
          chunk(0, 'a'),
          chunk(60, 'b'),
          chunk(0, 'c', 'minute', 'host:hv02'),
          chunk(0, 'd', 'raw', 'host:hv03'),
          chunk(500, 'e', 'minute', 'host:hv04'),
        ],
        [],
      );
      expect([...(await store.subjectsToPack(100, 10))].sort()).toEqual(['host:hv01', 'host:hv02']);
      expect(await store.subjectsToPack(100, 1)).toHaveLength(1);
    });

    test('adding leaves what stands in its place, and says what that is', async () => {
      await store.addChunks([chunk(0, 'first'), chunk(0, 'other', 'minute', 'host:hv02')]);
      const standing = await store.addChunks([chunk(0, 'second'), chunk(60, 'free')]);
      expect(standing.map(({ subject, start, bytes: found }) => [subject, start, new TextDecoder().decode(found)])).toEqual([
        ['host:hv01', 0, 'first'],
      ]);
      const read = await store.readChunks('host:hv01', 'minute', 0, 60);
      expect(read.map(({ bytes: found }) => new TextDecoder().decode(found))).toEqual(['first', 'free']);
    });

    test('dropping forgets what is older, of one level, the oldest first and no more than asked', async () => {
      await store.writeChunks([chunk(30, 'b'), chunk(0, 'a'), chunk(60, 'c'), chunk(0, 'd', 'raw')], []);
      const starts = async () => (await store.readChunks('host:hv01', 'minute', 0, 99)).map(({ start }) => start);
      expect(await store.dropChunks('minute', 60, 1)).toBe(1);
      expect(await starts()).toEqual([30, 60]);
      expect(await store.dropChunks('minute', 60, 10)).toBe(1);
      expect(await starts()).toEqual([60]);
      expect(await store.readChunks('host:hv01', 'raw', 0, 99)).toHaveLength(1);
    });
  });
}
