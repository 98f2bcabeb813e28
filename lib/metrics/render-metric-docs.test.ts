import { describe, expect, it } from 'vitest';
import { metricDocsEnd, metricDocsStart, renderMetricTable, replaceMetricDocs } from './render-metric-docs.ts';

const definition = {
  name: 'hvitals_a_seconds',
  type: 'gauge',
  help: 'One | two.',
  unit: 'seconds',
  labels: ['vm_id', 'vm'],
} as const;

describe('metric docs', () => {
  it('are one row per metric, with pipes that do not break the table', () => {
    expect(renderMetricTable([definition]).split('\n')[2]).toBe(
      '| `hvitals_a_seconds` | gauge | seconds | `vm_id`, `vm` | One \\| two. |',
    );
  });

  it('replace what stands between the markers, and only that', () => {
    const page = `# Title\n${metricDocsStart}\nold\n${metricDocsEnd}\nby hand\n`;
    const renewed = replaceMetricDocs(page, 'new');
    expect(renewed).toBe(`# Title\n${metricDocsStart}\n\nnew\n\n${metricDocsEnd}\nby hand\n`);
    expect(replaceMetricDocs(renewed, 'new')).toBe(renewed);
  });

  it.each([
    ['no marker', 'text'],
    ['no end', metricDocsStart],
    ['no start', metricDocsEnd],
    ['the end first', `${metricDocsEnd}\n${metricDocsStart}`],
    ['two starts', `${metricDocsStart}${metricDocsStart}${metricDocsEnd}`],
    ['two ends', `${metricDocsStart}${metricDocsEnd}${metricDocsEnd}`],
  ])('refuse a page with %s', (_what, page) => {
    expect(() => replaceMetricDocs(page, 'new')).toThrow('the page needs one line');
  });
});
