import { stringify } from 'yaml';
import { renderMatcher } from './matcher.ts';
import { renderDuration } from './parse-duration.ts';
import type { Rule } from './rule.ts';

/**
 * The rule's condition in PromQL. `job` and `instance` say who was scraped and not what an alert is about: without them the alert is the
 * same in hvitals, in each Prometheus, and however many shards there are.
 */
export function renderExpression({ series, where, abs, op, threshold }: Rule): string {
  const selector = where.length === 0 ? series : `${series}{${where.map(renderMatcher).join(',')}}`;
  const values = `max without (job, instance) (${selector})`;
  return `${abs ? `abs(${values})` : values} ${op} ${threshold}`;
}

/** The host that a VM is on, for people: no label, so that a VM that moves is the same alert. */
const hostOfVm = `{{ with printf "hvitals_vm_info{vm_id=%q}" $labels.vm_id | query }}{{ . | first | label "host" }}{{ end }}`;

/** One rule as an entry of a Prometheus rule group. */
export function toPrometheusRule(rule: Rule): Record<string, unknown> {
  const { name, forMs, keepFiringMs, severity, summary, description, runbook, series } = rule;
  return {
    alert: name,
    expr: renderExpression(rule),
    ...(forMs === 0 ? {} : { for: renderDuration(forMs) }),
    ...(keepFiringMs === 0 ? {} : { keep_firing_for: renderDuration(keepFiringMs) }),
    labels: { severity },
    annotations: {
      summary,
      ...(description === '' ? {} : { description }),
      ...(series.startsWith('hvitals_vm_') ? { host: hostOfVm } : {}),
      ...(runbook === '' ? {} : { runbook }),
    },
  };
}

/** A file of rules that Prometheus loads; `more` are groups that only Prometheus can judge. */
export function renderRuleFile(heading: string, rules: readonly Rule[], more: readonly unknown[] = []): string {
  const groups = [{ name: 'hvitals', interval: '15s', rules: rules.map(toPrometheusRule) }, ...more];
  return `${heading.replace(/^/gm, '# ')}\n${stringify({ groups }, { lineWidth: 0 })}`;
}
