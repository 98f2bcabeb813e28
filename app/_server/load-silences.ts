import { nextOpening, openingAt } from '#lib/alerting/maintenance.ts';
import type { Silence } from '#lib/alerting/silence.ts';
import { silenceState } from '#lib/alerting/silence.ts';
import type { ApiMaintenance, ApiWindow } from '#lib/model/api/maintenance.ts';
import type { ApiSilence, ApiSilences } from '#lib/model/api/silences.ts';
import type { StoredAlert } from '#lib/store/alert-store.ts';
import { hitBy, listSilences, listWindows, type StoredWindow } from './alert-acts.ts';
import { readAlerts, readStore } from './store-access.ts';

/** Silences that are over and still listed. */
const mostExpired = 200;

/** Silences with what they hit at `now` (UTC milliseconds), those that end last first. Throws StoreError. */
export async function loadSilences(now: number): Promise<ApiSilences> {
  const revision = await (await readStore()).revision();
  const store = await readAlerts();
  const alerts = await store.listAlerts();
  const silences = await listSilences(store);
  const isOver = (silence: Silence) => silenceState(silence, now) === 'expired';
  const shown = [...silences.filter((silence) => !isOver(silence)), ...silences.filter(isOver).slice(0, mostExpired)];
  return { revision, silences: shown.map((silence) => toApiSilence(silence, alerts, now)) };
}

export function toApiSilence(silence: Silence, alerts: readonly StoredAlert[], now: number): ApiSilence {
  const isOver = silenceState(silence, now) === 'expired';
  return { ...silence, matchers: [...silence.matchers], hits: isOver ? 0 : hitBy(silence.matchers, alerts).length };
}

/** Maintenance windows with their openings as of `now` (UTC milliseconds). Throws StoreError. */
export async function loadMaintenance(now: number): Promise<ApiMaintenance> {
  const revision = await (await readStore()).revision();
  const store = await readAlerts();
  const alerts = await store.listAlerts();
  return { revision, windows: (await listWindows(store)).map((window) => toApiWindow(window, alerts, now)) };
}

export function toApiWindow(window: StoredWindow, alerts: readonly StoredAlert[], now: number): ApiWindow {
  const { schedule, matchers } = window;
  return {
    ...window,
    matchers: [...matchers],
    schedule: schedule.kind === 'weekly' ? { ...schedule, weekdays: [...schedule.weekdays] } : schedule,
    open: openingAt(schedule, now) ?? null,
    next: nextOpening(schedule, now) ?? null,
    hits: hitBy(matchers, alerts).length,
  };
}
