import type { ApiEvent, ApiEvents } from '#lib/model/api/events.ts';
import { compareEvents, toEventCursor } from './event-cursor.ts';

/** More rows are not drawn at once. */
export const mostShown = 2_000;
/** More arrivals than this at once are not sorted in: the list begins anew. */
export const mostArrivals = 500;

/** What a reader of the page has. */
export interface EventPages {
  /** The filter, as the query of the URL. */
  readonly of: string;
  /** Newest first, without a hole: what the filter lets through and is not older than the last one, except what is held. */
  readonly shown: readonly ApiEvent[];
  /** What arrived while somebody was reading, newest first: shown on request, so that nothing moves under the eyes. */
  readonly held: readonly ApiEvent[];
  /** What came last into the list that was there, so that it can be marked. */
  readonly fresh: ReadonlySet<number>;
  /** Asks for what is older than the last one; null where there is nothing. */
  readonly next: string | null;
  /** Of all that was taken up until the event of this id nothing is missing. */
  readonly takenTo: number;
  /** True where more has come than can be sorted in, or the store is another one: the list has to begin anew. */
  readonly isTorn: boolean;
}

/** What was known when something was asked; the answer is understood by it. */
export type EventQuestion = Pick<EventPages, 'of' | 'next' | 'takenTo'>;

const none: ReadonlySet<number> = new Set();

/** The first page → what the reader has. Pure. */
export function startPages(of: string, { events, next, taken }: ApiEvents): EventPages {
  return { of, shown: events, held: [], fresh: none, next, takenTo: taken, isTorn: false };
}

/** With the page that was asked for by `question`. An answer for another filter or another end of the list changes nothing. Pure. */
export function addOlder(pages: EventPages, question: EventQuestion, { events, next }: ApiEvents): EventPages {
  if (question.of !== pages.of || question.next !== pages.next) return pages;
  const known = idsOf([...pages.shown, ...pages.held]);
  return {
    ...pages,
    shown: [...pages.shown, ...events.filter(({ id }) => !known.has(id))],
    next,
    // What arrived since then was let go where it was older than the list: it may belong into this page, and is asked for again.
    takenTo: Math.min(pages.takenTo, question.takenTo),
  };
}

/**
 * With what arrived since `question`. Whoever reads keeps the list as it is, late events included, and finds the new ones held; else they
 * are sorted in by their time. What is older than the end of the list is left to the page that it belongs to. Pure.
 */
export function addArrivals(pages: EventPages, question: EventQuestion, answer: ApiEvents, isReading: boolean): EventPages {
  // One that was asked after more was known than now leaves a hole.
  if (question.of !== pages.of || question.takenTo > pages.takenTo || pages.isTorn) return pages;
  if (answer.taken < question.takenTo) return { ...pages, isTorn: true };
  if (answer.taken <= pages.takenTo) return pages;
  const end = pages.next === null ? undefined : pages.shown.at(-1);
  const isInList = (event: ApiEvent) => end === undefined || compareEvents(event, end) < 0;
  const known = idsOf([...pages.shown, ...pages.held]);
  const arrived = answer.events.filter((event) => !known.has(event.id) && isInList(event));
  // An answer that was cut off is whole all the same where it reaches beyond the end of the list.
  const isCut = answer.next !== null && answer.events.every(isInList);
  if (isCut || pages.held.length + arrived.length > mostArrivals) return { ...pages, isTorn: true };
  const takenTo = answer.taken;
  if (arrived.length === 0) return { ...pages, takenTo };
  const held = [...pages.held, ...arrived].toSorted(compareEvents);
  const taken = { ...pages, held, takenTo };
  return isReading ? taken : showHeld(taken);
}

/** With everything in sight that was held. Beyond `mostShown` the oldest go, and can be asked for again. Pure. */
export function showHeld(pages: EventPages): EventPages {
  if (pages.held.length === 0) return pages;
  const all = [...pages.held, ...pages.shown].toSorted(compareEvents);
  const shown = all.slice(0, mostShown);
  const last = shown.at(-1);
  const next = all.length > shown.length && last !== undefined ? toEventCursor(last) : pages.next;
  return { ...pages, shown, held: [], fresh: idsOf(pages.held), next };
}

/** Without what happened before `from` (UTC milliseconds), where the filter is a span that ends now. Pure. */
export function dropBefore(pages: EventPages, from: number | undefined): EventPages {
  const isInside = ({ at }: ApiEvent) => from === undefined || at >= from;
  if (pages.shown.every(isInside) && pages.held.every(isInside)) return pages;
  // The page after it would be older still.
  return { ...pages, shown: pages.shown.filter(isInside), held: pages.held.filter(isInside), next: null };
}

/** How many of the held ones will not stand at the top, because they are older than what is shown there. Pure. */
export function countLate({ shown, held }: EventPages): number {
  const [first] = shown;
  return first === undefined ? 0 : held.filter((event) => compareEvents(event, first) > 0).length;
}

function idsOf(events: readonly ApiEvent[]): ReadonlySet<number> {
  return new Set(events.map(({ id }) => id));
}
