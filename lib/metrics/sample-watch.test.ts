import { expect, test } from 'vitest';
import { SampleWatch } from './sample-watch.ts';

const sample = (metric: string, value: number) => ({ metric, labels: {}, value });

test('samples of watched metrics are there until their entry says otherwise', () => {
  const watch = new SampleWatch(['a', 'b']);
  const families = ['a', 'b', 'c'];
  watch.set('vm 1', families, [sample('a', 1), sample('c', 9), sample('a', 2)]);
  watch.set('vm 2', families, [sample('b', 3), sample('a', 4)]);
  const of = (metric: string) => [...watch.samplesOf(metric)].map(({ value }) => value);
  expect([of('a'), of('b'), of('c')]).toEqual([[1, 2, 4], [3], []]);
  watch.set('vm 1', ['b'], []);
  expect(of('a')).toEqual([1, 2, 4]);
  watch.set('vm 1', families, [sample('a', 5)]);
  watch.set('vm 2', families, []);
  expect([of('a'), of('b')]).toEqual([[5], []]);
});
