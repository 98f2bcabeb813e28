import { stringify } from 'yaml';
import type { RecordingRule } from './recording-rules.ts';
import type { DocMarkers } from './render-metric-docs.ts';

/** A file of recording rules that Prometheus loads. Each kind of number has its meaning as a comment. Pure. */
export function renderRecordingRules(heading: string, rules: readonly RecordingRule[]): string {
  const entries = rules.map(({ record, help, expr, labels }, index) => {
    const rule = stringify([{ record, expr, ...(labels === undefined ? {} : { labels }) }], { lineWidth: 0 });
    const comment = rules[index - 1]?.record === record ? '' : `# ${help}\n`;
    return `${comment}${rule}`.trimEnd().replace(/^/gm, '      ');
  });
  const group = ['groups:', '  - name: hvitals-numbers', '    interval: 1m', '    rules:', ...entries];
  return `${heading.replace(/^/gm, '# ')}\n${group.join('\n')}\n`;
}

/** Where docs/prometheus.md has the table. */
export const recordingDocs: DocMarkers = {
  start: '<!-- recording rules: generated from lib/metrics/recording-rules.ts, do not edit -->',
  end: '<!-- /recording rules -->',
};

/** Markdown table of the numbers: name, labels, meaning. */
export function renderRecordingTable(rules: readonly RecordingRule[]): string {
  const once = rules.filter(({ record }, index) => rules[index - 1]?.record !== record);
  const rows = once.map(({ record, by, labels = {}, help }) => {
    const names = [...by, ...Object.keys(labels)].map((label) => `\`${label}\``);
    return `| \`${record}\` | ${names.join(', ')} | ${help} |`;
  });
  return ['| number | labels | meaning |', '|---|---|---|', ...rows].join('\n');
}
