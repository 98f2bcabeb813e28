import type { Alert } from '../model/alert.ts';
import { type AlertState, type AlertsState, alertKey } from './step.ts';

/** What of an alert is stored and loaded again. */
export type SavedAlert = Pick<Alert, 'fingerprint' | 'rule' | 'labels' | 'value' | 'activeAt' | 'firingAt'> & {
  /** Since when it fires only because its rule keeps it, UTC milliseconds. */
  readonly keptSince: number | undefined;
};

/** An alert as it is stored: no store has NaN or infinities, which are undefined. Pure. */
export function toSavedAlert({ fingerprint, rule, labels, value, activeAt, firingAt, keptSince }: AlertState): SavedAlert {
  return {
    fingerprint,
    rule,
    labels,
    value: Number.isFinite(value) ? value : undefined,
    activeAt,
    firingAt: firingAt ?? undefined,
    keptSince: keptSince ?? undefined,
  };
}

/**
 * Alerts as they were stored → the state to go on from. Pure.
 * @param evaluatedAt when rules were judged last, UTC milliseconds; at least the latest moment that an alert speaks of counts
 */
export function loadAlerts(saved: Iterable<SavedAlert>, evaluatedAt?: number): AlertsState {
  const alerts = new Map<string, AlertState>();
  let latest: number | undefined;
  for (const { fingerprint, rule, labels, value = Number.NaN, activeAt, firingAt, keptSince } of saved) {
    const alert = { rule, labels, fingerprint, value, activeAt, firingAt: firingAt ?? null, keptSince: keptSince ?? null };
    alerts.set(alertKey(labels), alert);
    latest = Math.max(latest ?? activeAt, activeAt, firingAt ?? activeAt, keptSince ?? activeAt);
  }
  const known = [evaluatedAt, latest].filter((at) => at !== undefined);
  return { evaluatedAt: known.length === 0 ? undefined : Math.max(...known), alerts };
}
