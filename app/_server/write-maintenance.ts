import { randomUUID } from 'node:crypto';
import { type MaintenanceSchedule, nextOpening, openingAt } from '#lib/alerting/maintenance.ts';
import { matchEverything } from '#lib/alerting/matcher.ts';
import type { MaintenanceBody } from '#lib/api/write-bodies.ts';
import type { ApiMaintenancePreview, ApiOpening } from '#lib/model/api/maintenance.ts';
import type { ApiMatcher } from '#lib/model/api/silences.ts';
import type { AlertEventKind, AlertStore } from '#lib/store/alert-store.ts';
import { listWindows, type StoredWindow } from './alert-acts.ts';
import { invalid, type WriteOutcome } from './answer-write.ts';
import { toApiWindow } from './load-silences.ts';
import { toProblem } from './problem-response.ts';
import { readAlerts } from './store-access.ts';
import { asksToConfirm, previewHits, toDeed } from './write-silences.ts';

const mostOpenings = 3;

/** What a window would hit now, and when it would be open, an opening of now among it. Throws StoreError. */
export async function previewWindow(
  matchers: readonly ApiMatcher[],
  schedule: MaintenanceSchedule,
  now: number,
): Promise<ApiMaintenancePreview> {
  const openings: ApiOpening[] = [openingAt(schedule, now) ?? []].flat();
  for (let after = now; openings.length < mostOpenings; ) {
    const next = nextOpening(schedule, after);
    if (next === undefined) break;
    openings.push(next);
    after = next.startsAt;
  }
  return { ...(await previewHits(matchers)), openings };
}

function refuse({ schedule, matchers, confirmed }: MaintenanceBody, now: number): WriteOutcome | undefined {
  if (schedule.kind === 'once' && schedule.endsAt <= now) {
    return { problem: invalid([{ path: 'schedule.endsAt', code: 'ends-in-past', detail: 'must be in the future' }]) };
  }
  return matchEverything(matchers) && !confirmed ? asksToConfirm('while it is open, the window') : undefined;
}

/** Makes a maintenance window. Throws StoreError. */
export async function makeWindow(body: MaintenanceBody, now: number): Promise<WriteOutcome> {
  const refusal = refuse(body, now);
  if (refusal !== undefined) return refusal;
  const { name, matchers, schedule, by } = body;
  const window = { id: randomUUID(), name, matchers, schedule, createdBy: by, createdAt: now };
  return put(await readAlerts(), window, { kind: 'maintenance-made', by, now, status: 201 });
}

/** Puts another window in place of the one with this id. Throws StoreError. */
export async function changeWindow(id: string, body: MaintenanceBody, now: number): Promise<WriteOutcome> {
  const store = await readAlerts();
  const before = await find(store, id);
  if (before === undefined) return notThere;
  const { name, matchers, schedule, by } = body;
  return refuse(body, now) ?? put(store, { ...before, name, matchers, schedule }, { kind: 'maintenance-changed', by, now });
}

/** Deletes a window. Throws StoreError. */
export async function deleteWindow(id: string, by: string, now: number): Promise<WriteOutcome> {
  const store = await readAlerts();
  const window = await find(store, id);
  const detail = { by, window: id, name: window?.name ?? '' };
  return (await store.deleteMaintenance(id, toDeed('maintenance-deleted', now, detail))) ? { body: { id } } : notThere;
}

const notThere: WriteOutcome = { problem: toProblem(404, 'not-found', 'There is no maintenance window with this id.') };

async function find(store: AlertStore, id: string): Promise<StoredWindow | undefined> {
  return (await listWindows(store)).find((window) => window.id === id);
}

interface Deed {
  readonly kind: AlertEventKind;
  readonly by: string;
  readonly now: number;
  readonly status?: number;
}

async function put(store: AlertStore, window: StoredWindow, { kind, by, now, status = 200 }: Deed): Promise<WriteOutcome> {
  const { id, name } = window;
  const matchers = window.matchers.map((matcher) => ({ ...matcher }));
  const schedule = { ...window.schedule };
  await store.putMaintenance({ ...window, matchers, schedule }, toDeed(kind, now, { by, window: id, name, matchers, schedule }));
  return { status, body: { window: toApiWindow(window, await store.listAlerts(), now) } };
}
