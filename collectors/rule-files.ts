import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onlyPrometheus } from '#lib/alerting/only-prometheus.ts';
import type { KnownSeries } from '#lib/alerting/parse-rules.ts';
import { renderInhibitRules } from '#lib/alerting/render-inhibit-rules.ts';
import { renderRuleFile } from '#lib/alerting/render-promql.ts';
import type { Rule } from '#lib/alerting/rule.ts';
import { checkRules, readShippedRules } from '#lib/config/load-rules.ts';
import { daemonGauges } from '#lib/metrics/daemon-gauges.ts';
import type { MetricPage } from './metric-docs.ts';
import { exposedDefinitions } from './runtime/publish-readings.ts';

/** Metrics that a rule may name, with their labels. */
export const knownSeries: KnownSeries = new Map(
  [...exposedDefinitions, ...Object.values(daemonGauges)].map(({ name, labels }) => [name, labels]),
);

/** The rules that come with hvitals. @throws Error where they have a mistake, which is a fault in hvitals */
export function loadShippedRules(): readonly Rule[] {
  const result = checkRules([readShippedRules()], knownSeries);
  if (result.ok) return result.rules;
  throw new Error(result.problems.map(({ line, path, message }) => `shipped-rules.yaml:${line} ${path}: ${message}`).join('\n'));
}

const heading = `Alert rules of hvitals for Prometheus 2.42 and later. Generated from lib/alerting/shipped-rules.yaml: change that, and run
\`npm run docs\`. hvitals itself evaluates the same rules; see docs/alerts.md.`;

/** The files that Prometheus and Alertmanager load: as they are, and as they should be. */
export function prometheusFiles(): readonly MetricPage[] {
  return [
    toPage('public/prometheus/hvitals.rules.yml', renderRuleFile(heading, loadShippedRules(), [onlyPrometheus])),
    toPage('public/prometheus/alertmanager.inhibit.yml', renderInhibitRules()),
  ];
}

function toPage(path: string, expected: string): MetricPage {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  return { path, file, current: existsSync(file) ? readFileSync(file, 'utf8') : '', expected };
}
