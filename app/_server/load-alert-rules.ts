import { renderExpression } from '#lib/alerting/render-promql.ts';
import { ruleEntry } from '#lib/alerting/rule.ts';
import { type ApiAlertRule, type ApiAlertRules, type ApiRuleLoad, apiRuleProblem } from '#lib/model/api/alert-rules.ts';
import type { StoredAlert } from '#lib/store/alert-store.ts';
import type { StoredRule, StoredRuleLoad } from '#lib/store/stored-rule.ts';
import { readAlerts, readStore } from './store-access.ts';

const severities = ['critical', 'warning', 'info'] as const;

/** The alert rules that are in force, and what they say now. Throws StoreError. */
export async function loadAlertRules(): Promise<ApiAlertRules> {
  const store = await readStore();
  // The revision first: what comes in between is then read once more, never missed.
  const revision = await store.revision();
  const alerts = await readAlerts();
  const [{ rules, load, evaluatedAt }, active] = [await alerts.listRules(), await alerts.listAlerts()];
  const byRule = Map.groupBy(active, ({ rule }) => rule);
  return {
    revision,
    evaluatedAt: evaluatedAt ?? null,
    load: load === undefined ? null : toApiLoad(load),
    rules: rules.flatMap((rule) => toApiRule(rule, byRule.get(rule.name) ?? [])).toSorted(liveliestFirst),
  };
}

function toApiRule(stored: StoredRule, alerts: readonly StoredAlert[]): readonly ApiAlertRule[] {
  const parsed = ruleEntry.safeParse(stored.definition);
  // Written by another version, whose collectors no longer run; those of this one write anew as they start.
  if (!parsed.success) return [];
  const { forMs, keepFiringMs, replaces: _, where, ...rule } = parsed.data;
  const firing = alerts.filter(({ status }) => status === 'firing').length;
  return [
    {
      ...rule,
      where: [...where],
      source: stored.source,
      file: stored.file,
      line: stored.line,
      firing,
      pending: alerts.length - firing,
      expression: renderExpression(parsed.data),
      forSeconds: forMs / 1_000,
      keepFiringForSeconds: keepFiringMs / 1_000,
      seriesCount: stored.series ?? null,
      error: stored.error === undefined ? null : 'same-labels',
    },
  ];
}

function toApiLoad({ problems, ...load }: StoredRuleLoad): ApiRuleLoad {
  return { ...load, problems: apiRuleProblem.array().catch([]).parse(problems) };
}

function liveliestFirst(a: ApiAlertRule, b: ApiAlertRule): number {
  return (
    Number(b.firing > 0) - Number(a.firing > 0) ||
    Number(b.pending > 0) - Number(a.pending > 0) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    (a.name < b.name ? -1 : 1)
  );
}
