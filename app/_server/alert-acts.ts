import { z } from 'zod';
import { type MaintenanceWindow, maintenanceSchedule } from '#lib/alerting/maintenance.ts';
import { type Labels, matches, parseMatcher, renderMatcher } from '#lib/alerting/matcher.ts';
import type { Silence } from '#lib/alerting/silence.ts';
import type { Alert } from '#lib/model/alert.ts';
import { apiMatcher } from '#lib/model/api/silences.ts';
import type { AlertStore, StoredAlert, StoredMaintenance } from '#lib/store/alert-store.ts';

/** Silences and windows of the store, as they are judged. Another version may have written rows that this one cannot read: they are left out. */
const storedMatchers = z
  .array(apiMatcher)
  .refine((all) => all.every((matcher) => parseMatcher(renderMatcher(matcher)).ok), 'must be matchers');

export interface StoredWindow extends MaintenanceWindow, Pick<StoredMaintenance, 'createdBy' | 'createdAt'> {}

/** Those that end last first. Throws StoreError. */
export async function listSilences(store: Pick<AlertStore, 'listSilences'>): Promise<readonly Silence[]> {
  return (await store.listSilences()).flatMap((stored) => {
    const matchers = storedMatchers.safeParse(stored.matchers);
    return matchers.success ? [{ ...stored, matchers: matchers.data }] : [];
  });
}

/** Oldest first. Throws StoreError. */
export async function listWindows(store: Pick<AlertStore, 'listMaintenance'>): Promise<readonly StoredWindow[]> {
  return (await store.listMaintenance()).flatMap((stored) => {
    const matchers = storedMatchers.safeParse(stored.matchers);
    const schedule = maintenanceSchedule.safeParse(stored.schedule);
    return matchers.success && schedule.success ? [{ ...stored, matchers: matchers.data, schedule: schedule.data }] : [];
  });
}

/** The labels that silences are held against. An alert that was never placed has its own. */
export function labelsOf({ labels, placed }: Pick<Alert, 'labels' | 'placed'>): Labels {
  return { ...placed, ...labels };
}

/** The alerts that matchers hit. Pure. */
export function hitBy(matchers: Silence['matchers'], alerts: readonly StoredAlert[]): readonly StoredAlert[] {
  return alerts.filter((alert) => matches(matchers, labelsOf(alert)));
}
