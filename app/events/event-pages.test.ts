import { expect, test } from 'vitest';
import type { ApiEvents } from '#lib/model/api/events.ts';
import {
  addArrivals,
  addOlder,
  countLate,
  dropBefore,
  type EventPages,
  mostArrivals,
  mostShown,
  showHeld,
  startPages,
} from './event-pages.ts';
import { answerOf, eventAt } from './testdata/made-up-events.ts';

const stored = [1, 2, 3, 4, 5, 6].map((n) => eventAt(n, n * 10));
const start = (limit = 3) => startPages('kind=started', answerOf(stored, { limit }));
const ids = ({ shown }: EventPages) => shown.map(({ id }) => id);
const heldIds = ({ held }: EventPages) => held.map(({ id }) => id);
const arrived = (...events: readonly (readonly [id: number, at: number])[]): ApiEvents =>
  answerOf(
    events.map(([id, at]) => eventAt(id, at)),
    { limit: 100 },
  );

test('pages follow one another until there is nothing older', () => {
  const first = start(4);
  const whole = addOlder(first, first, answerOf(stored, { limit: 4, before: first.next }));
  expect(ids(whole)).toEqual([6, 5, 4, 3, 2, 1]);
  expect(whole.next).toBeNull();
});

test('the same page answered twice, or after the list has changed its end, is taken once', () => {
  const first = start();
  const older = answerOf(stored, { limit: 2, before: first.next });
  const once = addOlder(first, first, older);
  expect(addOlder(once, first, older)).toBe(once);
});

test('an answer for another filter is dropped', () => {
  const pages = start();
  const former = { ...pages, of: 'kind=saved' };
  expect(addOlder(pages, former, answerOf(stored, { limit: 2, before: pages.next }))).toBe(pages);
  expect(addArrivals(pages, former, arrived([7, 70]), false)).toBe(pages);
});

test('who is at the top sees what arrives, marked', () => {
  const pages = addArrivals(start(), start(), arrived([7, 70], [8, 45]), false);
  expect(ids(pages)).toEqual([7, 6, 5, 8, 4]);
  expect([...pages.fresh].toSorted()).toEqual([7, 8]);
  expect(pages.takenTo).toBe(8);
});

test('who reads keeps the list as it is until everything is asked for, late events included', () => {
  const first = start();
  const once = addArrivals(first, first, arrived([7, 70], [8, 45]), true);
  const twice = addArrivals(once, once, arrived([9, 90]), true);
  expect(ids(twice)).toEqual(ids(first));
  expect(heldIds(twice)).toEqual([9, 7, 8]);
  expect(countLate(twice)).toBe(1);
  expect(ids(showHeld(twice))).toEqual([9, 7, 6, 5, 8, 4]);
  // Nothing new is no change at all, so that nothing is drawn.
  expect(addArrivals(twice, twice, arrived([9, 90]), true)).toBe(twice);
});

test('a late event that is older than the list waits for the page that it belongs to', () => {
  const first = start();
  const late = eventAt(7, 5);
  const pages = addArrivals(first, first, answerOf([...stored, late], { limit: 100, after: first.takenTo }), true);
  expect(heldIds(pages)).toEqual([]);
  const older = addOlder(pages, pages, answerOf([...stored, late], { limit: 10, before: pages.next }));
  expect(ids(older)).toEqual([6, 5, 4, 3, 2, 1, 7]);
});

test('an event that arrives while the page that it belongs to is under way is not lost', () => {
  const first = start();
  const page = answerOf(stored, { limit: 10, before: first.next });
  const all = [...stored, eventAt(7, 15)];
  const polled = addArrivals(first, first, answerOf(all, { limit: 100, after: first.takenTo }), false);
  const older = addOlder(polled, first, page);
  expect(ids(older)).not.toContain(7);
  expect(ids(addArrivals(older, older, answerOf(all, { limit: 100, after: older.takenTo }), false))).toContain(7);
  // One that was asked with what is no longer known to be whole does not hide it.
  expect(addArrivals(older, polled, arrived([8, 80]), false)).toBe(older);
});

test('where more arrived than one answer holds, the list begins anew instead of having a hole', () => {
  const many = Array.from({ length: 20 }, (_, n) => eventAt(100 + n, 1_000 + n));
  const torn = addArrivals(start(), start(), answerOf(many, { limit: 10, after: 6 }), true);
  expect(torn.isTorn).toBe(true);
  expect(ids(torn)).toEqual(ids(start()));
  expect(addArrivals(torn, torn, arrived([7, 70]), false)).toBe(torn);
  // A cut that lies beyond the end of the list is none.
  const old = Array.from({ length: 20 }, (_, n) => eventAt(100 + n, n / 10));
  expect(addArrivals(start(), start(), answerOf([...old, eventAt(99, 99)], { limit: 10, after: 6 }), true)).toMatchObject({
    isTorn: false,
    held: [{ id: 99 }],
  });
});

test('so many that nobody would look at them one by one have the list begin anew', () => {
  const many = Array.from({ length: mostArrivals + 1 }, (_, n) => eventAt(100 + n, 1_000 + n));
  expect(addArrivals(start(), start(), answerOf(many, { limit: 5_000 }), true).isTorn).toBe(true);
});

test('a store that begins to count anew is another store', () => {
  expect(addArrivals(start(), start(), answerOf([], { limit: 10 }), false).isTorn).toBe(true);
});

test('beyond the most rows the oldest go, and can be asked for again', () => {
  const full = Array.from({ length: mostShown }, (_, n) => eventAt(n + 1, n + 1));
  const pages = startPages('', answerOf(full, { limit: mostShown }));
  const more = addArrivals(pages, pages, arrived([5_000, 5_000]), false);
  expect(more.shown).toHaveLength(mostShown);
  expect(more.next).toBe('2-2');
  expect(addOlder(more, more, answerOf(full, { limit: 100, before: more.next })).shown.at(-1)?.id).toBe(1);
});

test('what leaves the span of the filter leaves the list', () => {
  const pages = start();
  expect(dropBefore(pages, undefined)).toBe(pages);
  expect(dropBefore(pages, 40)).toBe(pages);
  expect(dropBefore(pages, 45)).toMatchObject({ shown: [{ id: 6 }, { id: 5 }], next: null });
});
