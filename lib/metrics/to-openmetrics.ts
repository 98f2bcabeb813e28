import { toFamilyName } from './render-line.ts';

/**
 * The text of prom-client (Prometheus 0.0.4) as OpenMetrics, without the end line: counters lose `_total` in their metadata, help texts
 * get their quotes escaped, empty lines go. Sample lines stay as they are: gauges, counters and histograms look the same in both.
 */
export function toOpenMetrics(prometheusText: string): string {
  return prometheusText
    .split('\n\n')
    .map((family) => toOpenMetricsFamily(family.split('\n').filter((line) => line !== '')))
    .join('');
}

function toOpenMetricsFamily(lines: readonly string[]): string {
  const type = lines.map((line) => /^# TYPE \S+ (\S+)$/.exec(line)?.[1]).find((word) => word !== undefined) ?? 'unknown';
  return lines.map((line) => `${toOpenMetricsLine(line, type)}\n`).join('');
}

function toOpenMetricsLine(line: string, type: string): string {
  const [, keyword, name, text] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
  if (keyword === undefined || name === undefined || text === undefined) return line;
  return `# ${keyword} ${toFamilyName(name, type)} ${keyword === 'HELP' ? text.replaceAll('"', '\\"') : text}`;
}
