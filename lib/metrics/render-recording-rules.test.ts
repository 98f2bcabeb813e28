import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { recordingRules } from './recording-rules.ts';
import { renderRecordingRules, renderRecordingTable } from './render-recording-rules.ts';

const rules = [
  { record: 'hvitals:a:count', help: 'How many.', expr: 'count(a{b="#"})', by: [] },
  { record: 'hvitals:a:quantile', help: 'How far.', expr: 'quantile(0.5, a)', by: ['c'], labels: { quantile: '0.5' } },
  { record: 'hvitals:a:quantile', help: 'How far.', expr: 'quantile(1, a)', by: ['c'], labels: { quantile: '1' } },
];

test('a file has all rules in order, and the meaning of each number once', () => {
  const text = renderRecordingRules('One.\nTwo.', rules);
  expect(text.startsWith('# One.\n# Two.\ngroups:\n')).toBe(true);
  expect(text.match(/# How far\./g)).toHaveLength(1);
  expect(parse(text)).toEqual({
    groups: [
      {
        name: 'hvitals-numbers',
        interval: '1m',
        rules: rules.map(({ record, expr, labels }) => ({ record, expr, ...(labels === undefined ? {} : { labels }) })),
      },
    ],
  });
});

test('the table names each number once, with its labels', () => {
  expect(renderRecordingTable(rules).split('\n').slice(2)).toEqual([
    '| `hvitals:a:count` |  | How many. |',
    '| `hvitals:a:quantile` | `c`, `quantile` | How far. |',
  ]);
});

test('a rule reads only numbers that were recorded before it', () => {
  const before = new Set<string>();
  for (const { record, expr } of recordingRules) {
    for (const [name] of expr.matchAll(/hvitals\w*:\w+:\w+/g))
      expect([record, name, before.has(name)]).toEqual([record, name, true]);
    before.add(record);
  }
});
