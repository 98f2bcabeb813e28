import { expect, test } from 'vitest';
import { EventRing } from './event-ring.ts';

const event = (revision: number, size = 10) => ({ revision, bytes: Buffer.alloc(size) });
const revisions = (ring: EventRing, since: number) => ring.since(since)?.map(({ revision }) => revision);

test('who was away gets what came since, oldest first; who knows the newest gets nothing', () => {
  const ring = new EventRing(5, { events: 10, bytes: 1_000 });
  for (const revision of [7, 8, 12]) ring.push(event(revision));
  expect(revisions(ring, 5)).toEqual([7, 8, 12]);
  expect(revisions(ring, 7)).toEqual([8, 12]);
  // Between two events: a whole answer can stand at a revision that no event has.
  expect(revisions(ring, 9)).toEqual([12]);
  expect(revisions(ring, 12)).toEqual([]);
});

test('what is before the ring, or after it, cannot be taken up', () => {
  const ring = new EventRing(5, { events: 10, bytes: 1_000 });
  ring.push(event(6));
  expect(ring.since(4)).toBeUndefined();
  expect(ring.since(7)).toBeUndefined();
  expect(ring.since(Number.NaN)).toBeUndefined();
});

test('it keeps so many events and so many bytes, and forgets the oldest', () => {
  const byCount = new EventRing(0, { events: 2, bytes: 1_000 });
  for (const revision of [1, 2, 3]) byCount.push(event(revision));
  expect(revisions(byCount, 0)).toBeUndefined();
  expect(revisions(byCount, 1)).toEqual([2, 3]);
  const byBytes = new EventRing(0, { events: 100, bytes: 25 });
  for (const revision of [1, 2, 3]) byBytes.push(event(revision));
  expect(revisions(byBytes, 1)).toEqual([2, 3]);
  byBytes.push(event(4, 1_000));
  expect(revisions(byBytes, 3)).toBeUndefined();
  expect(revisions(byBytes, 4)).toEqual([]);
});
