import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalog } from '#lib/metrics/catalog.ts';
import { daemonGauges } from '#lib/metrics/daemon-gauges.ts';
import type { MetricDefinition } from '#lib/metrics/metric-definition.ts';
import { recordingRules } from '#lib/metrics/recording-rules.ts';
import { type DocMarkers, renderMetricTable, replaceMetricDocs } from '#lib/metrics/render-metric-docs.ts';
import { recordingDocs, renderRecordingTable } from '#lib/metrics/render-recording-rules.ts';
import { registry } from './registry.ts';
import { derivedDefinitions } from './runtime/derived-definitions.ts';

/** A file that is generated, in whole or in part: as it is, and as it should be. */
export interface GeneratedFile {
  /** Path below the repository. */
  readonly path: string;
  readonly file: string;
  readonly current: string;
  readonly expected: string;
}

const root = new URL('../', import.meta.url);

/** Every page with a table of metrics or numbers: `docs/metrics.md`, each collector's own, `docs/prometheus.md`. Throws where a page or its markers are missing. */
export function metricPages(): readonly GeneratedFile[] {
  const own = registry.map(({ name, metrics }) => toPage(`collectors/${name}/${name}.md`, renderMetricTable(metrics)));
  const recorded = toPage('docs/prometheus.md', renderRecordingTable(recordingRules), recordingDocs);
  return [toPage('docs/metrics.md', renderOverview()), ...own, recorded];
}

function renderOverview(): string {
  const ofCollectors = registry.flatMap(({ metrics }) => metrics.map(({ name }) => name));
  const ofDerived = derivedDefinitions.flatMap(({ metrics }) => metrics.map(({ name }) => name));
  const claimed = new Set<string>([...ofCollectors, ...ofDerived]);
  const sections = registry.map(
    ({ name, help, metrics }) =>
      `### Collector \`${name}\`\n\n${help} See [${name}](../collectors/${name}/${name}.md).\n\n${renderMetricTable(metrics)}`,
  );
  const others: readonly MetricDefinition[] = Object.values(catalog).filter(({ name }) => !claimed.has(name));
  const derived = derivedDefinitions.map(
    ({ title, intro, metrics }) => `### ${title}\n\n${intro}\n\n${renderMetricTable(metrics)}`,
  );
  return [
    ...sections,
    ...derived,
    `### The collectors themselves\n\n${renderMetricTable([...others, ...Object.values(daemonGauges)])}`,
  ].join('\n\n');
}

function toPage(path: string, generated: string, markers?: DocMarkers): GeneratedFile {
  const file = fileURLToPath(new URL(path, root));
  const current = readFileSync(file, 'utf8');
  try {
    return { path, file, current, expected: replaceMetricDocs(current, generated, markers) };
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
