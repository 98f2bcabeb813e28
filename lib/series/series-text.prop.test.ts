import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSeries, parseSeries } from './series-text.ts';

const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/).filter((text) => text !== '__proto__');
const labels = fc.dictionary(name, fc.string({ unit: 'binary' }), { maxKeys: 4, noNullPrototype: true });

test('a series comes back from its text, whatever its label values hold', () => {
  fc.assert(
    fc.property(name, labels, (metric, given) => {
      expect(parseSeries(formatSeries({ metric, labels: given }))).toEqual({ metric, labels: given });
    }),
  );
});

test('equal series give equal texts', () => {
  expect(formatSeries({ metric: 'm', labels: { b: '2', a: '1' } })).toBe('m{a="1",b="2"}');
  expect(parseSeries('m{b="2",a="1"}')).toEqual(parseSeries('m{a="1",b="2"}'));
});

test('any text is a series or undefined, never an error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^m\{[a-c=",{}\\x]{0,12}\}?$/)), (text) => {
      const found = parseSeries(text);
      if (found !== undefined) expect(parseSeries(formatSeries(found))).toEqual(found);
    }),
  );
});

test.each([
  '',
  '1m',
  'm{',
  'm}',
  'm{a}',
  'm{a=1}',
  'm{a="1}',
  'm{a="1",}',
  'm{a="1"b="2"}',
  'm{a="1",a="2"}',
  'm{a="\\x"}',
  'm {}',
])('no series: %j', (text) => {
  expect(parseSeries(text)).toBeUndefined();
});
