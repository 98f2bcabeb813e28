import type { ApiEvent, ApiEvents } from '#lib/model/api/events.ts';
import { compareEvents, parseEventCursor, toEventCursor } from '../event-cursor.ts';

/** An event of which only its place matters. */
export const eventAt = (id: number, at: number, over: Partial<ApiEvent> = {}): ApiEvent => ({
  id,
  host: 'hv01',
  collector: 'power',
  vmId: null,
  vm: null,
  vmKnown: false,
  kind: 'started',
  severity: 'info',
  at,
  seenAt: at,
  detail: {},
  ...over,
});

/** What the API answers of these events, as lib/store does: newest first, cut at the limit. */
export function answerOf(
  stored: readonly ApiEvent[],
  { before = null, after = 0, limit }: { readonly before?: string | null; readonly after?: number; readonly limit: number },
): ApiEvents {
  const place = parseEventCursor(before);
  const fitting = stored
    .filter((event) => event.id > after && (place === undefined || compareEvents(place, event) < 0))
    .toSorted(compareEvents);
  const events = fitting.slice(0, limit);
  const last = events.at(-1);
  return {
    revision: 1,
    events,
    next: fitting.length > limit && last !== undefined ? toEventCursor(last) : null,
    taken: stored.reduce((most, { id }) => Math.max(most, id), 0),
  };
}
