import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalog } from './catalog.ts';
import { Exposition } from './exposition.ts';
import { decideShardCount, parseShard, renderShard, shardHasSlot, slotCount, slotOf } from './shard.ts';

const shard = fc
  .integer({ min: 1, max: slotCount })
  .chain((count) => fc.record({ index: fc.integer({ min: 1, max: count }), count: fc.constant(count) }));

test('what is rendered is read back, and nothing else is a shard', () => {
  fc.assert(
    fc.property(shard, (one) => {
      expect(parseShard(renderShard(one))).toEqual(one);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789/ .-+e') }), (text) => {
      const parsed = parseShard(text);
      if (parsed !== undefined) expect(renderShard(parsed)).toBe(text);
    }),
  );
});

test('every subject is in exactly one shard of each count', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: slotCount }), (subject, count) => {
      const holders = Array.from({ length: count }, (_, at) => ({ index: at + 1, count })).filter((one) =>
        shardHasSlot(one, slotOf(subject)),
      );
      expect(holders).toHaveLength(1);
    }),
  );
});

test.each([
  ['GUIDs that differ at the end', (n: number) => `vm 0b1f7a2e-5c11-4e60-9a01-${n.toString(16).padStart(12, '0')}`],
  ['GUIDs that differ at the start', (n: number) => `vm ${n.toString(16).padStart(8, '0')}-5c11-4e60-9a01-0b1f7a2e5c11`],
  ['host names that count up', (n: number) => `host hv${n}`],
])('%s spread evenly', (_, subject) => {
  const counts = new Array<number>(slotCount).fill(0);
  for (let n = 0; n < 6_400; n++) counts[slotOf(subject(n))] = (counts[slotOf(subject(n))] ?? 0) + 1;
  // 100 on average, 10 the standard deviation of a fair spread.
  expect(Math.min(...counts)).toBeGreaterThan(60);
  expect(Math.max(...counts)).toBeLessThan(140);
});

const mebibyte = 2 ** 20;

test('a shard is at most 12 MiB large where 64 of them can do that, and the number does not go to and fro', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4_096 * mebibyte }),
      fc.constantFrom(1, 2, 4, 8, 16, 32, 64),
      fc.double({ min: 0.8, max: 1.25, noNaN: true }),
      (bytes, inForce, change) => {
        const count = decideShardCount(bytes, inForce);
        expect(Number.isInteger(Math.log2(count))).toBe(true);
        expect(bytes / count <= 12 * mebibyte || count === slotCount).toBe(true);
        expect(decideShardCount(bytes, count)).toBe(count);
        // Once moved, there and back changes the number once at most.
        const moved = decideShardCount(bytes * change, count);
        if (moved > count) expect(decideShardCount(bytes, moved)).toBe(moved);
      },
    ),
  );
});

test('a fleet that grew and went takes one body again', () => {
  expect(decideShardCount(0, 64)).toBe(1);
  expect(decideShardCount(40 * mebibyte, 1)).toBe(4);
});

test('25,000 VMs with 20 series each make shards below 16 MiB', async () => {
  const families = Object.keys(catalog).filter((name) => name.startsWith('hvitals_vm_'));
  const exposition = new Exposition({ definitions: Object.values(catalog), slotOf });
  for (let n = 0; n < 25_000; n++) {
    const labels = { vm_id: `0b1f7a2e-5c11-4e60-9a01-${n.toString(16).padStart(12, '0')}`, vm: `customer-web-frontend-${n}` };
    const samples = Array.from({ length: 20 }, (_, at) => ({
      metric: families[at % families.length] ?? '',
      labels: { ...labels, service: 'guest-service-interface', host: 'hyperv-host-0123', generation: '2', version: '9.0' },
      value: 1_795_419_600.123,
    }));
    exposition.set(`vm ${labels.vm_id}`, families, samples);
  }
  const { series, bytes } = exposition.work;
  expect(series).toBe(500_000);
  const count = decideShardCount(bytes, 1);
  const sizes: number[] = [];
  for (let index = 1; index <= count; index++) {
    const pieces = await exposition.snapshot({ shard: { index, count } });
    sizes.push(pieces.reduce((sum, piece) => sum + piece.length, 0));
  }
  expect(Math.max(...sizes)).toBeLessThan(16 * mebibyte);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(bytes);
});
