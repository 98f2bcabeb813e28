import { expect, test } from 'vitest';
import { isolatedValues, signedRange, toPlotOptions } from './plot-options.ts';

const window = { from: 10_000, to: 30_000, stepMs: 10_000, count: 3 };
const build = (series: Parameters<typeof toPlotOptions>[1]['lines'][number]['series']) =>
  toPlotOptions(
    { paths: {} },
    { width: 800, height: 100, left: 90, window, lines: [{ label: 'A', series }], format: String, shape: 'line' },
    (name) => name,
  );

test('gaps stay null, and times are seconds as uPlot wants them', () => {
  expect(build({ series: 'a', last: [1, null, 3] }).data).toEqual([
    [10, 20, 30],
    [1, null, 3],
  ]);
});

test('extremes make a band around the line', () => {
  const { data, options } = build({ series: 'a', last: [1, 2, 3], min: [0, 2, 1], max: [4, 2, 3] });
  expect(data.slice(1)).toEqual([
    [4, 2, 3],
    [0, 2, 1],
    [1, 2, 3],
  ]);
  expect(options.bands?.map((band) => band.series)).toEqual([[1, 2]]);
  expect(build({ series: 'a', last: [1, 2, 3] }).options.bands).toEqual([]);
});

test('a series that is not known is an empty line', () => {
  expect(build(undefined).data[1]).toEqual([null, null, null]);
});

test('a value between two gaps is drawn as a point', () => {
  expect(isolatedValues([1, null, 3, null, 5, 6, null, 0])).toEqual([0, 2, 7]);
});

test.each([
  [-1, 3, -1.4, 3.4],
  [2, 10, 0, 11],
  [-10, -2, -11, 0],
  [0, 0, 0, 1e-6],
  [null, null, 0, 1e-6],
] as const)('signed values from %s to %s are drawn from %s to %s, with zero in sight', (min, max, low, high) => {
  const [from, to] = signedRange(min, max);
  expect(from).toBeCloseTo(low, 9);
  expect(to).toBeCloseTo(high, 9);
});
