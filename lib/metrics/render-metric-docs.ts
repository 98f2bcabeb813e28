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

/** The two lines between which a page holds generated text. */
export interface DocMarkers {
  readonly start: string;
  readonly end: string;
}

const metricDocs: DocMarkers = { start: metricDocsStart, end: metricDocsEnd };

/** The page with `generated` between its markers. Throws where the page does not have exactly one of each, in order. */
export function replaceMetricDocs(page: string, generated: string, { start, end }: DocMarkers = metricDocs): string {
  const [before, rest, ...moreStarts] = page.split(start);
  const [, after, ...moreEnds] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined || moreStarts.length > 0 || moreEnds.length > 0) {
    throw new Error(`the page needs one line "${start}" and after it one line "${end}"`);
  }
  return `${before}${start}\n\n${generated}\n\n${end}${after}`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
