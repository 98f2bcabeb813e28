import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type EventsWanted, toEventsParams, toEventsQuery } from '#app/events/search-params.ts';
import type { ApiEvents } from '#lib/model/api/events.ts';
import { readApi } from './api-client.ts';

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

/** Reads events that are wanted. Throws as `readApi` does. */
export function fetchEvents(
  wanted: EventsWanted,
  { limit, before, after }: EventsAsked,
  signal: AbortSignal,
): Promise<ApiEvents> {
  return readApi('GET /api/v1/events', { ...toEventsQuery(wanted), limit, cursor: before, after }, signal);
}

/** The newest events that are wanted, polled by the browser. While others load, those before stay. */
export const eventsQuery = (wanted: EventsWanted, limit: number) =>
  queryOptions({
    queryKey: ['events', toEventsParams(wanted).toString(), limit],
    queryFn: ({ signal }) => fetchEvents(wanted, { limit }, signal),
    placeholderData: keepPreviousData,
  });
