import { expect, test } from 'vitest';
import { styleNow } from '#app/styleguide/samples.ts';
import { strips } from '#app/styleguide/strip-samples.ts';
import { clusterMarks, levelOfMark, signOf, stripSigns } from './strip-signs.ts';
import { toStrip } from './to-strip.ts';

const { marks } = toStrip(strips.eventful, styleNow, false);
const toX = (at: number) => (at - styleNow) / 60_000 + 1_440;

test('marks that have room stand alone, those that have none stand together, and none is lost', () => {
  const clusters = clusterMarks(marks, toX, 24);
  expect(clusters.flatMap((cluster) => cluster.marks)).toEqual(marks);
  for (const [index, { x }] of clusters.entries()) {
    const next = clusters[index + 1];
    if (next !== undefined) expect(next.x - x).toBeGreaterThanOrEqual(24);
  }
  expect(clusterMarks([], toX, 24)).toEqual([]);
});

test('of marks at one place the worst is drawn, whatever came first', () => {
  const [one, ...more] = clusterMarks(marks, () => 0, 24);
  expect(more).toEqual([]);
  expect(one && signOf(one.worst)).toBe('crash');
  expect(one && levelOfMark(one.worst)).toBe('critical');
});

test('the sample of the style guide has nearly every sign', () => {
  const shown = new Set(marks.map(signOf));
  expect(stripSigns.filter((sign) => !shown.has(sign))).toEqual(['life']);
});
