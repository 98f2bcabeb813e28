import { catalog } from '#lib/metrics/catalog.ts';
import { daemonGauges } from '#lib/metrics/daemon-gauges.ts';
import { recordingRules } from '#lib/metrics/recording-rules.ts';

/** Words of PromQL that stand where a metric could. */
const keywords = new Set([
  'and',
  'or',
  'unless',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'bool',
  'offset',
  'inf',
  'nan',
]);

/** Names of the metrics that a PromQL expression reads. */
export function metricNames(promql: string): readonly string[] {
  const bare = promql
    .replace(/"(?:[^"\\]|\\.)*"/g, '')
    .replace(/\{[^}]*\}/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const words = [...bare.matchAll(/[a-zA-Z_:][a-zA-Z0-9_:]*/g)].filter(({ index }) => !/[0-9.]/.test(bare[index - 1] ?? ' '));
  return [
    ...new Set(
      words.flatMap(({ 0: word, index }) =>
        /^\s*\(/.test(bare.slice(index + word.length)) || keywords.has(word.toLowerCase()) ? [] : [word],
      ),
    ),
  ];
}

/** Names that exist: of the catalogue, of recording rules, of what a daemon's own /metrics adds, and Prometheus' own. */
export function knownNames(metricsText: string): ReadonlySet<string> {
  const own = [...metricsText.matchAll(/^# TYPE (hvitals_(?:daemon|config)_\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
  return new Set([
    ...Object.keys(catalog),
    ...Object.keys(daemonGauges),
    ...recordingRules.map(({ record }) => record),
    ...own,
    'up',
    'ALERTS',
  ]);
}
