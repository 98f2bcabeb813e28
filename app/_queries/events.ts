import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type EventsWanted, toEventsParams } from '#app/events/search-params.ts';
import type { ApiEvents } from '#lib/model/api/events.ts';
import { fetchJson } from './fetch-json.ts';

/** Events of one page of the stream. */
export const eventsPerPage = 100;
/** So many stand on the page of a VM or host. */
export const recentEvents = 10;

interface EventsAsked {
  readonly limit: number;
  /** Only what is older than this cursor. */
  readonly before?: string;
  /** Only what was taken up after the event of this id. */
  readonly after?: number;
}

/** Reads events that are wanted. Throws as `fetchJson` does. */
export function fetchEvents(
  wanted: EventsWanted,
  { limit, before, after }: EventsAsked,
  signal: AbortSignal,
): Promise<ApiEvents> {
  const params = toEventsParams(wanted);
  params.set('limit', String(limit));
  if (before !== undefined) params.set('cursor', before);
  if (after !== undefined) params.set('after', String(after));
  return fetchJson<ApiEvents>(`/api/v1/events?${params}`, signal);
}

/** The newest events that are wanted, polled by the browser. While others load, those before stay. */
export const eventsQuery = (wanted: EventsWanted, limit: number) =>
  queryOptions({
    queryKey: ['events', toEventsParams(wanted).toString(), limit],
    queryFn: ({ signal }) => fetchEvents(wanted, { limit }, signal),
    placeholderData: keepPreviousData,
  });
