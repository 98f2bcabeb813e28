import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignBand, type Band, downsample, emptyBand, joinBands, toBand } from './band.ts';

const raw = (pairs: readonly (readonly [number, number])[]): Band =>
  toBand(
    pairs.map(([time]) => time),
    pairs.map(([, value]) => value),
  );

test('a gap stays a gap, and a value is carried no further than the lookback', () => {
  const aligned = alignBand(
    raw([
      [1_000, 5],
      [10_000, 6],
    ]),
    { from: 1_000, to: 10_000, stepMs: 1_000, lookbackMs: 3_000 },
  );
  expect(aligned.last).toEqual([5, 5, 5, null, null, null, null, null, null, 6]);
});

test('a spike between two grid times shows in the band, not in the last value', () => {
  const aligned = alignBand(
    raw([
      [100, 1],
      [400, 99],
      [900, 1],
    ]),
    { from: 1_000, to: 1_000, stepMs: 1_000, lookbackMs: 1_000 },
  );
  expect(aligned).toEqual({ times: [1_000], last: [1], min: [1], max: [99] });
});

test('an empty range and an empty band are drawn as nothing', () => {
  expect(alignBand(emptyBand, { from: 0, to: 2, stepMs: 1, lookbackMs: 1 }).last).toEqual([null, null, null]);
  expect(alignBand(emptyBand, { from: 5, to: 4, stepMs: 1, lookbackMs: 1 }).times).toEqual([]);
});

test('NaN is missing', () => {
  expect(alignBand(raw([[1, Number.NaN]]), { from: 1, to: 1, stepMs: 1, lookbackMs: 1 })).toEqual({
    times: [1],
    last: [null],
    min: [null],
    max: [null],
  });
});

test('a late band changes only its own times', () => {
  const hours = raw([
    [1, 1],
    [2, 2],
    [9, 9],
  ]);
  expect(
    joinBands([
      hours,
      raw([
        [2, 3],
        [4, 4],
      ]),
    ]),
  ).toEqual(
    raw([
      [1, 1],
      [2, 3],
      [4, 4],
      [9, 9],
    ]),
  );
});

test('joined bands hold each time once, the later band wins', () => {
  expect(
    joinBands([
      raw([
        [1, 1],
        [2, 2],
      ]),
      raw([
        [2, 3],
        [4, 4],
      ]),
    ]),
  ).toEqual(
    raw([
      [1, 1],
      [2, 3],
      [4, 4],
    ]),
  );
});

const samples = fc
  .uniqueArray(fc.tuple(fc.nat(100_000), fc.integer({ min: -1_000, max: 1_000 })), { selector: ([time]) => time, maxLength: 60 })
  .map((all) => raw(all.sort(([a], [b]) => a - b)));

test('downsampling keeps the extremes and the last value of the whole', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 50_000 }), (band, stepMs) => {
      const small = downsample(band, stepMs);
      expect(small.last.at(-1)).toBe(band.last.at(-1));
      expect(Math.min(...small.min)).toBe(Math.min(...band.min));
      expect(Math.max(...small.max)).toBe(Math.max(...band.max));
      expect(new Set(small.times.map((time) => Math.floor(time / stepMs))).size).toBe(small.times.length);
    }),
  );
});

test('downsampling twice equals downsampling once to the coarser step', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 20 }), (band, stepMs, factor) => {
      expect(downsample(downsample(band, stepMs), stepMs * factor)).toEqual(downsample(band, stepMs * factor));
    }),
  );
});

test('an aligned value is always one that was sampled within the lookback', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 500, max: 9_999 }), (band, stepMs) => {
      const aligned = alignBand(band, { from: 0, to: 100_000, stepMs, lookbackMs: 3 * stepMs });
      aligned.times.forEach((time, index) => {
        const inside = band.times.filter((at) => at <= time && at > time - 3 * stepMs);
        expect(aligned.last[index]).toBe(inside.length === 0 ? null : band.last[band.times.indexOf(inside.at(-1) ?? 0)]);
      });
    }),
  );
});
