import type { MetricDefinition } from './metric-definition.ts';

/** Between these two lines a page holds generated text; everything else on it is written by hand. */
export const metricDocsStart = '<!-- metrics: generated from lib/metrics/catalog.ts, do not edit -->';
export const metricDocsEnd = '<!-- /metrics -->';

/** Markdown table of metrics: name, type, unit, labels, meaning. */
export function renderMetricTable(definitions: readonly MetricDefinition[]): string {
  const rows = definitions.map(({ name, type, unit, labels, help }) =>
    [`\`${name}\``, type, unit ?? '', labels.map((label) => `\`${label}\``).join(', '), help].map(escapeCell).join(' | '),
  );
  return ['| metric | type | unit | labels | meaning |', '|---|---|---|---|---|', ...rows.map((row) => `| ${row} |`)].join('\n');
}

/** The page with `generated` between its markers. Throws where the page does not have exactly one of each, in order. */
export function replaceMetricDocs(page: string, generated: string): string {
  const [before, rest, ...moreStarts] = page.split(metricDocsStart);
  const [, after, ...moreEnds] = rest?.split(metricDocsEnd) ?? [];
  if (before === undefined || after === undefined || moreStarts.length > 0 || moreEnds.length > 0) {
    throw new Error(`the page needs one line "${metricDocsStart}" and after it one line "${metricDocsEnd}"`);
  }
  return `${before}${metricDocsStart}\n\n${generated}\n\n${metricDocsEnd}${after}`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
