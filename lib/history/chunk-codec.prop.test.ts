import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChunkSeries, decodeChunk, encodeChunk } from './chunk-codec.ts';

const start = Date.UTC(2026, 0, 1);
const times = fc
  .uniqueArray(fc.integer({ min: 0, max: 3_599_999 }), { maxLength: 240 })
  .map((all) => all.sort((a, b) => a - b).map((t) => start + t));
const value = fc.oneof(
  fc.integer({ min: 0, max: 32_896 }),
  fc.double(),
  fc.constant(Number.NaN),
  fc.constant(-0),
  fc.constant(2 ** 60),
);
const oneSeries = fc
  .tuple(fc.nat(100_000), times)
  .chain(([series, line]) =>
    fc
      .array(value, { minLength: line.length, maxLength: line.length })
      .map((values): ChunkSeries => ({ series, times: line, values })),
  );

test('what is packed comes back exactly', () => {
  fc.assert(
    fc.property(fc.array(oneSeries, { maxLength: 8 }), (series) => {
      expect(decodeChunk(start, encodeChunk(start, series))).toEqual(series);
    }),
  );
});

test('an hour of a state that does not change costs almost nothing', () => {
  const line = Array.from({ length: 240 }, (_, index) => start + index * 15_000);
  const steady = Array.from({ length: 16 }, (_, series) => ({ series, times: line, values: line.map(() => 2) }));
  expect(encodeChunk(start, steady).byteLength).toBeLessThan(120);
});

test('damaged bytes are an error, never a wrong reading or a hang', () => {
  const bytes = encodeChunk(start, [{ series: 1, times: [start, start + 15_000], values: [1, 2] }]);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), (length) => {
      expect(() => decodeChunk(start, bytes.subarray(0, length))).toThrow();
    }),
  );
});
