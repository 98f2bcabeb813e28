import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type EventsWanted, toEventsParams } from '#app/events/search-params.ts';
import type { ApiEvents } from '#lib/model/api/events.ts';
import { fetchJson } from './fetch-json.ts';

/** Events of one page of the stream. */
export const eventsPerPage = 100;
/** So many stand on the page of a VM or host. */
export const recentEvents = 10;
/** More are not drawn at once. */
export const mostEvents = 800;

function eventsUrl(wanted: EventsWanted, limit: number): string {
  const params = toEventsParams(wanted);
  params.set('limit', String(limit));
  return `/api/v1/events?${params}`;
}

/** The newest events that are wanted, polled by the browser. While others load, those before stay. */
export const eventsQuery = (wanted: EventsWanted, limit: number = eventsPerPage) =>
  queryOptions({
    queryKey: ['events', toEventsParams(wanted).toString(), limit],
    queryFn: ({ signal }) => fetchJson<ApiEvents>(eventsUrl(wanted, limit), signal),
    placeholderData: keepPreviousData,
  });
