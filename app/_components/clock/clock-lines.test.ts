import { expect, test } from 'vitest';
import { vmOffsetSeries, withBound } from './clock-lines.ts';

const series = (last: (number | null)[], more = {}) => ({ series: 'x', last, ...more });

test('an offset has its bound as a band around it, and gaps stay gaps', () => {
  expect(withBound(series([1, null, -3]), series([0.5, 0.5, null]))).toEqual({
    series: 'x',
    last: [1, null, -3],
    min: [0.5, null, -3],
    max: [1.5, null, -3],
  });
});

test('where a step covers several scrapes, the band reaches from its lowest value to its highest, by the widest bound', () => {
  const banded = withBound(series([2], { min: [1], max: [4] }), series([0.1], { min: [0.1], max: [0.5] }));
  expect(banded).toMatchObject({ last: [2], min: [0.5], max: [4.5] });
});

test('without a bound the offset stays as it is, and without an offset there is nothing', () => {
  const alone = series([1]);
  expect(withBound(alone, undefined)).toBe(alone);
  expect(withBound(undefined, series([1]))).toBeUndefined();
});

test('the two references are two series', () => {
  expect(vmOffsetSeries.ntp.offset).not.toBe(vmOffsetSeries.host.offset);
});
