import { z } from 'zod';
import { type AlertState, type AlertsState, alertKey } from './step.ts';

const time = z.number();
const alertState: z.ZodType<AlertState> = z.object({
  rule: z.string(),
  labels: z.record(z.string(), z.string()),
  fingerprint: z.string(),
  // JSON has no NaN and no infinity.
  value: z
    .number()
    .nullable()
    .transform((value) => value ?? Number.NaN),
  activeAt: time,
  firingAt: time.nullable(),
  keptSince: time.nullable(),
});

/**
 * Alerts as they were stored → the state to go on from. What another version wrote and this one cannot read is left out. Pure.
 * @param evaluatedAt UTC milliseconds; where it is not known, the latest moment that an alert speaks of
 */
export function loadAlerts(stored: Iterable<unknown>, evaluatedAt?: number): AlertsState {
  const alerts = new Map<string, AlertState>();
  let latest: number | undefined;
  for (const candidate of stored) {
    const parsed = alertState.safeParse(candidate);
    if (!parsed.success) continue;
    const { labels, activeAt, firingAt, keptSince } = parsed.data;
    alerts.set(alertKey(labels), parsed.data);
    latest = Math.max(latest ?? activeAt, activeAt, firingAt ?? activeAt, keptSince ?? activeAt);
  }
  return { evaluatedAt: evaluatedAt ?? latest, alerts };
}
