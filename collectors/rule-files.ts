import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onlyPrometheus } from '#lib/alerting/only-prometheus.ts';
import { renderInhibitRules } from '#lib/alerting/render-inhibit-rules.ts';
import { renderRuleFile } from '#lib/alerting/render-promql.ts';
import { recordingRules } from '#lib/metrics/recording-rules.ts';
import { renderRecordingRules } from '#lib/metrics/render-recording-rules.ts';
import type { GeneratedFile } from './metric-docs.ts';
import { renderScrapeConfigs } from './scrape-configs.ts';
import { loadShippedRules } from './shipped-rules.ts';

const heading = `Alert rules of hvitals for Prometheus 2.42 and later. Generated from lib/alerting/shipped-rules.yaml: change that, and run
\`npm run docs\`. hvitals itself evaluates the same rules; see docs/alerts.md.`;

const recordingHeading = `Numbers that the dashboards of hvitals read, for Prometheus 2.42 and later. VMs are counted where their host is; those of a
host that has said nothing for three intervals are in none. Generated from lib/metrics/recording-rules.ts: change that, and run \`npm run docs\`.`;

/** The files that Prometheus and Alertmanager load: as they are, and as they should be. */
export function prometheusFiles(): readonly GeneratedFile[] {
  return [
    toPage('public/prometheus/hvitals.rules.yml', renderRuleFile(heading, loadShippedRules(), [onlyPrometheus])),
    toPage('public/prometheus/hvitals.recording.yml', renderRecordingRules(recordingHeading, recordingRules)),
    ...renderScrapeConfigs().map(({ file, text }) => toPage(`public/prometheus/${file}`, text)),
    toPage('public/prometheus/alertmanager.inhibit.yml', renderInhibitRules()),
  ];
}

function toPage(path: string, expected: string): GeneratedFile {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  return { path, file, current: existsSync(file) ? readFileSync(file, 'utf8') : '', expected };
}
