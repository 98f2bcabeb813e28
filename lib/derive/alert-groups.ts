import type { Alert } from '../model/alert.ts';
import type { ApiAlert, ApiAlertGroup, ApiStanding } from '../model/api/alerts.ts';

const severities = ['critical', 'warning', 'info'] as const;

/** An alert and what people did about it. */
export interface StandingAlert extends Alert {
  readonly standing: ApiStanding;
}

/**
 * Alerts by rule, those with something firing first, then the gravest, then the oldest. Of each rule `most` alerts are listed, its numbers
 * count all. Pure.
 */
export function groupAlerts(alerts: readonly StandingAlert[], most: number): readonly ApiAlertGroup[] {
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

function toGroup(rule: string, own: readonly StandingAlert[], most: number): ApiAlertGroup {
  const firing = own.filter(({ status }) => status === 'firing').length;
  const sorted = own.toSorted(
    (a, b) =>
      Number(b.status === 'firing') - Number(a.status === 'firing') ||
      Number(a.standing.ack !== null) - Number(b.standing.ack !== null) ||
      a.activeAt - b.activeAt ||
      (a.fingerprint < b.fingerprint ? -1 : 1),
  );
  return {
    rule,
    severity: severities.find((known) => known === own[0]?.severity) ?? 'info',
    firing,
    pending: own.length - firing,
    acknowledged: own.filter(({ standing }) => standing.ack !== null).length,
    held: own.filter(({ standing }) => isHeld(standing)).length,
    since: Math.min(...own.map(({ activeAt }) => activeAt)),
    alerts: sorted.slice(0, most).map(toApiAlert),
  };
}

function isHeld({ silence, window, drainedHost, inhibitedBy }: ApiStanding): boolean {
  return silence !== null || window !== null || drainedHost !== null || inhibitedBy !== null;
}

function toApiAlert({ placed, value, firingAt, ...alert }: StandingAlert): ApiAlert {
  const { fingerprint, status, summary, description, labels, activeAt, standing } = alert;
  return {
    fingerprint,
    status,
    summary,
    description,
    labels: { ...labels },
    host: labels.host ?? placed.host ?? null,
    standing,
    value: value ?? null,
    activeAt,
    firingAt: firingAt ?? null,
  };
}
