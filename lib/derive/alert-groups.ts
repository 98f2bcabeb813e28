import type { Alert } from '../model/alert.ts';
import type { ApiAlertGroup } from '../model/api/alerts.ts';

const severities = ['critical', 'warning', 'info'] as const;

/**
 * Alerts by rule, those with something firing first, then the gravest, then the oldest. Of each rule `most` alerts are listed, its numbers
 * count all. Pure.
 */
export function groupAlerts(alerts: readonly Alert[], most: number): readonly ApiAlertGroup[] {
  const byRule = Map.groupBy(alerts, ({ rule }) => rule);
  return [...byRule]
    .map(([rule, own]) => toGroup(rule, own, most))
    .toSorted(
      (a, b) =>
        Number(b.firing > 0) - Number(a.firing > 0) ||
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        a.since - b.since ||
        (a.rule < b.rule ? -1 : 1),
    );
}

function toGroup(rule: string, own: readonly Alert[], most: number): ApiAlertGroup {
  const firing = own.filter(({ status }) => status === 'firing').length;
  const sorted = own.toSorted(
    (a, b) =>
      Number(b.status === 'firing') - Number(a.status === 'firing') ||
      a.activeAt - b.activeAt ||
      (a.fingerprint < b.fingerprint ? -1 : 1),
  );
  return {
    rule,
    severity: severities.find((known) => known === own[0]?.severity) ?? 'info',
    firing,
    pending: own.length - firing,
    since: Math.min(...own.map(({ activeAt }) => activeAt)),
    alerts: sorted.slice(0, most).map(({ fingerprint, status, summary, description, labels, value, activeAt, firingAt }) => ({
      fingerprint,
      status,
      summary,
      description,
      labels: { ...labels },
      value: value ?? null,
      activeAt,
      firingAt: firingAt ?? null,
    })),
  };
}
