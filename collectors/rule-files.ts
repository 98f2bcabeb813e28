import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { KnownSeries } from '#lib/alerting/parse-rules.ts';
import { renderRuleFile } from '#lib/alerting/render-promql.ts';
import type { Rule } from '#lib/alerting/rule.ts';
import { checkRules, readShippedRules } from '#lib/config/load-rules.ts';
import type { MetricPage } from './metric-docs.ts';
import { exposedDefinitions } from './runtime/publish-readings.ts';

/** Metrics that a rule may name, with their labels. */
export const knownSeries: KnownSeries = new Map(exposedDefinitions.map(({ name, labels }) => [name, labels]));

/** The rules that come with hvitals. @throws Error where they have a mistake, which is a fault in hvitals */
export function loadShippedRules(): readonly Rule[] {
  const result = checkRules([readShippedRules()], knownSeries);
  if (result.ok) return result.rules;
  throw new Error(result.problems.map(({ line, path, message }) => `shipped-rules.yaml:${line} ${path}: ${message}`).join('\n'));
}

const heading = `Alert rules of hvitals for Prometheus 2.42 and later. Generated from lib/alerting/shipped-rules.yaml: change that, and run
\`npm run docs\`. hvitals itself evaluates the same rules; see docs/alerts.md.`;

/** What only a Prometheus can see: that hvitals is gone. */
const ofPrometheus = {
  name: 'hvitals-itself',
  rules: [
    {
      alert: 'HvitalsDown',
      expr: 'up{job="hvitals"} == 0 or absent(up{job="hvitals"})',
      for: '2m',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'hvitals does not answer',
        description: 'Nothing is known of any host or VM while this lasts.',
        runbook: 'docs/runbooks/hvitals-down.md',
      },
    },
    {
      // Nobody is to be told of it: it holds back the alerts of the VM, which have no host that Alertmanager could compare.
      alert: 'HvitalsVmHostUnreachable',
      expr: [
        '(last_over_time(hvitals_vm_info[1h]) unless on (vm_id) hvitals_vm_info)',
        '* on (host) group_left () (hvitals_scrape_success{collector="vm"} == bool 0) > 0',
      ].join(' '),
      labels: { severity: 'none' },
      annotations: {
        summary: 'Nothing is known of {{ $labels.vm }}: its host {{ $labels.host }} gives no readings',
        runbook: 'docs/runbooks/host-unreachable.md',
      },
    },
  ],
};

/** The file of rules that Prometheus loads: as it is, and as it should be. */
export function ruleFilePage(): MetricPage {
  const path = 'public/prometheus/hvitals.rules.yml';
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  const current = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return { path, file, current, expected: renderRuleFile(heading, loadShippedRules(), [ofPrometheus]) };
}
