import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ApiEvent, ApiEvents } from '#lib/model/api/events.ts';
import { compareEvents, parseEventCursor } from './event-cursor.ts';
import { addArrivals, addOlder, type EventPages, showHeld, startPages } from './event-pages.ts';
import { answerOf, eventAt } from './testdata/made-up-events.ts';

const step = fc.oneof(
  fc.record({ do: fc.constant('happens' as const), at: fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 3 }) }),
  fc.record({ do: fc.constant('ask for arrivals' as const) }),
  fc.record({ do: fc.constant('ask for older' as const) }),
  fc.record({ do: fc.constant('show' as const) }),
  fc.record({ do: fc.constant('answer' as const), place: fc.nat({ max: 5 }), isReading: fc.boolean() }),
);
const pageSize = 3;
const mostAtOnce = 12;

interface World {
  readonly stored: readonly ApiEvent[];
  readonly pages: EventPages;
  /** Questions under way: each was answered at once, and the answer arrives some time. */
  readonly underWay: readonly {
    readonly kind: 'arrivals' | 'older';
    readonly question: EventPages;
    readonly answer: ApiEvents;
  }[];
}

function takeStep(world: World, one: typeof step extends fc.Arbitrary<infer Step> ? Step : never): World {
  const { stored, pages, underWay } = world;
  if (one.do === 'happens') {
    return { ...world, stored: [...stored, ...one.at.map((at, n) => eventAt(stored.length + n + 1, at))] };
  }
  if (one.do === 'ask for arrivals') {
    const answer = answerOf(stored, { after: pages.takenTo, limit: mostAtOnce });
    return { ...world, underWay: [...underWay, { kind: 'arrivals', question: pages, answer }] };
  }
  if (one.do === 'ask for older') {
    if (pages.next === null) return world;
    const answer = answerOf(stored, { before: pages.next, limit: pageSize });
    return { ...world, underWay: [...underWay, { kind: 'older', question: pages, answer }] };
  }
  if (one.do === 'answer') {
    const chosen = underWay[one.place % Math.max(1, underWay.length)];
    if (chosen === undefined) return world;
    const { kind, question, answer } = chosen;
    const next = kind === 'older' ? addOlder(pages, question, answer) : addArrivals(pages, question, answer, one.isReading);
    return { ...world, pages: next, underWay: underWay.filter((other) => other !== chosen) };
  }
  return { ...world, pages: showHeld(pages) };
}

test('whatever happens in whatever order, the list has no hole, nothing twice, and nothing out of its order', () => {
  const times = fc.array(fc.nat({ max: 30 }), { maxLength: 10 });
  fc.assert(
    fc.property(times, fc.array(step, { minLength: 10, maxLength: 40 }), (begun, steps) => {
      const stored = begun.map((at, n) => eventAt(n + 1, at));
      const pages = startPages('', answerOf(stored, { limit: pageSize }));
      const end = steps.reduce<World>(takeStep, { stored, pages, underWay: [] });
      if (end.pages.isTorn) return;
      const answer = answerOf(end.stored, { after: end.pages.takenTo, limit: 1_000 });
      const shown = showHeld(addArrivals(end.pages, end.pages, answer, true));
      const last = parseEventCursor(shown.next);
      const inList = end.stored.filter((event) => last === undefined || compareEvents(event, last) <= 0);
      expect(shown.shown.map(({ id }) => id)).toEqual(inList.toSorted(compareEvents).map(({ id }) => id));
    }),
    { numRuns: 3_000 },
  );
});
