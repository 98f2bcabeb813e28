import { compareEvents, parseEventCursor, toEventCursor } from '#app/events/event-cursor.ts';
import { matches } from '#lib/alerting/matcher.ts';
import type { ApiAlertEvents } from '#lib/model/api/alert-events.ts';
import { apiMatcher } from '#lib/model/api/silences.ts';
import type { StoredAlertEvent } from '#lib/store/alert-store.ts';
import { labelsOf } from './alert-acts.ts';
import { readAlerts, readStore } from './store-access.ts';

interface AlertEventsWanted {
  readonly fingerprint?: string | undefined;
  readonly rule?: string | undefined;
  /** UTC milliseconds. */
  readonly from?: number | undefined;
  /** The cursor that the page before gave; what is none is as if it were not there. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Silences and windows are about no single alert; of these many it is looked up whether they are about the one that is asked for. */
const mostDeeds = 500;

/**
 * What happened to alerts and what people did about them, newest first. Of one alert also the silences and windows that would hit it as
 * it is now. Throws StoreError.
 */
export async function loadAlertEvents({ limit, before, ...wanted }: AlertEventsWanted): Promise<ApiAlertEvents> {
  const revision = await (await readStore()).revision();
  const store = await readAlerts();
  const place = parseEventCursor(before);
  const { fingerprint, rule, from } = wanted;
  const filter = {
    ...(rule === undefined ? {} : { rule }),
    ...(from === undefined ? {} : { from }),
    ...(place === undefined ? {} : { before: place }),
  };
  // One more than asked for says whether there are older ones.
  const own = await store.listAlertEvents({ ...filter, ...(fingerprint === undefined ? {} : { fingerprint }), limit: limit + 1 });
  const alert = (await store.listAlerts()).find((one) => one.fingerprint === fingerprint);
  const deeds = alert === undefined ? [] : await store.listAlertEvents({ ...filter, fingerprint: '', limit: mostDeeds });
  const about = alert === undefined ? [] : deeds.filter((deed) => isAbout(deed, labelsOf(alert)));
  const all = [...own, ...about].toSorted(compareEvents);
  const shown = all.slice(0, limit);
  const last = shown.at(-1);
  return {
    revision,
    events: shown.map((event) => ({ ...event, labels: { ...event.labels } })),
    next: all.length > limit && last !== undefined ? toEventCursor(last) : null,
  };
}

function isAbout({ detail }: StoredAlertEvent, labels: Readonly<Record<string, string>>): boolean {
  const stored = typeof detail === 'object' && detail !== null && 'matchers' in detail ? detail.matchers : undefined;
  const matchers = apiMatcher.array().safeParse(stored);
  return matchers.success && matchers.data.length > 0 && matches(matchers.data, labels);
}
