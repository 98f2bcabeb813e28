'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import type { ApiEvents } from '#lib/model/api/events.ts';
import { eventsPerPage, fetchEvents } from '../_queries/events.ts';
import { toServerTime } from '../_queries/server-clock.ts';
import {
  addArrivals,
  addOlder,
  dropBefore,
  type EventPages,
  type EventQuestion,
  mostArrivals,
  showHeld,
  startPages,
} from './event-pages.ts';
import { beginOf, type EventsWanted, toEventsParams } from './search-params.ts';

interface EventPagesUsed {
  readonly pages: EventPages;
  readonly older: { readonly load: () => void; readonly isLoading: boolean; readonly hasFailed: boolean };
  /** Brings what is held, or the newest page where the list is torn, into sight. */
  readonly showNew: () => void;
}

const patient = () => new AbortController().signal;

/** Where the browser keeps the pages of a filter. */
export const pagesKey = (wanted: EventsWanted) => ['event-pages', toEventsParams(wanted).toString()] as const;

/**
 * The pages of one filter, kept current: what arrives is polled for, and held back while `isReading` says so. They are kept with the
 * browser's queries, so that who comes back from the page of a VM finds the list as it was.
 */
export function useEventPages(wanted: EventsWanted, first: ApiEvents, isReading: () => boolean): EventPagesUsed {
  const client = useQueryClient();
  const of = toEventsParams(wanted).toString();
  const queryKey = useMemo(() => pagesKey(wanted), [wanted]);
  const { data: pages } = useQuery({
    queryKey,
    queryFn: () => startPages(of, first),
    enabled: false,
    initialData: () => startPages(of, first),
    structuralSharing: false,
    refetchInterval: false,
  });
  const change = useCallback(
    (how: (held: EventPages) => EventPages) => client.setQueryData<EventPages>(queryKey, (held) => held && how(held)),
    [client, queryKey],
  );
  const known = (): EventQuestion => {
    const { next, takenTo } = client.getQueryData<EventPages>(queryKey) ?? pages;
    return { of, next, takenTo };
  };
  const { data: arrivals } = useQuery({
    queryKey: ['events', 'arrivals', of],
    queryFn: async ({ signal }) => {
      const question = known();
      return { question, answer: await fetchEvents(wanted, { limit: mostArrivals, after: question.takenTo }, signal) };
    },
  });
  const older = useMutation({
    networkMode: 'always',
    mutationFn: async () => {
      const question = known();
      const before = question.next === null ? {} : { before: question.next };
      return { question, answer: await fetchEvents(wanted, { limit: eventsPerPage, ...before }, patient()) };
    },
    onSuccess: ({ question, answer }) => change((held) => addOlder(held, question, answer)),
  });
  const { mutate: begin } = useMutation({
    networkMode: 'always',
    mutationFn: () => fetchEvents(wanted, { limit: eventsPerPage }, patient()),
    onSuccess: (answer) => change(() => startPages(of, answer)),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is taken once; the filter is the same as long as the component lives
  useEffect(() => {
    if (arrivals === undefined) return;
    const from = beginOf(wanted, toServerTime(Date.now()));
    change((held) => dropBefore(addArrivals(held, arrivals.question, arrivals.answer, isReading()), from));
  }, [arrivals, change]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whether somebody reads is asked when the list tears
  useEffect(() => {
    if (pages.isTorn && !isReading()) begin();
  }, [pages.isTorn, begin]);
  const showNew = useCallback(() => {
    if (client.getQueryData<EventPages>(queryKey)?.isTorn === true) begin();
    else change(showHeld);
  }, [client, queryKey, begin, change]);
  return {
    pages,
    older: { load: () => (older.isPending ? undefined : older.mutate()), isLoading: older.isPending, hasFailed: older.isError },
    showNew,
  };
}
