import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allFleetEventKinds } from '../model/fleet-event.ts';
import { migrationKinds, migrationResults } from '../model/migration-words.ts';
import type { Present } from './known-spans.ts';
import { isPowerEvent, powerStates } from './power-meaning.ts';
import { powerStrip, type StripEvent, type StripInput, type StripMigration } from './power-strip.ts';

const [from, to] = [1_000_000, 1_000_000 + 86_400_000];
/** Beside the window too, and often at one moment. */
const time = fc.oneof(
  fc.integer({ min: from - 90_000_000, max: to + 600_000 }),
  fc.constantFrom(from, to, from + 1_000, from + 60_000, to - 1),
);
const host = fc.constantFrom('hv01', 'hv02', 'hv03');
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });

const event: fc.Arbitrary<StripEvent> = fc.record({
  id: fc.integer({ min: 1, max: 1_000 }),
  host,
  kind: fc.constantFrom(...allFleetEventKinds, 'of-another-version', 'constructor'),
  at: fc.oneof(time, fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY)),
  detail: fc.record({ eventId: fc.integer({ min: 1, max: 3 }), fromAway: fc.boolean(), notBefore: time }),
});
const migration: fc.Arbitrary<StripMigration> = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom(...migrationKinds),
  result: fc.constantFrom(...migrationResults),
  fromHost: maybe(host),
  toHost: maybe(host),
  startedAt: maybe(time),
  finishedAt: maybe(time),
  at: time,
});
const gap = fc.record({ host, from: time, to: time });
const present = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Present<Value>> =>
  fc.record({
    value: maybe(value),
    since: maybe(time),
    provenSince: time,
    changedAt: time,
    readAt: time,
    stale: fc.boolean(),
    watched: fc.boolean(),
  });
const input: fc.Arbitrary<StripInput<StripEvent, StripMigration>> = fc.record({
  events: fc.uniqueArray(event, { maxLength: 25, selector: ({ id }) => id }),
  migrations: fc.array(migration, { maxLength: 6 }),
  gaps: fc.array(gap, { maxLength: 4 }),
  power: present(fc.constantFrom(...powerStates)),
  host: present(host),
  knownFrom: maybe(time),
});
const runs = { numRuns: 1_000, seed: 20_261_201 };

test('the spans cover the window exactly, one after the other, and each says its value or why it is not known', () => {
  fc.assert(
    fc.property(input, (given) => {
      const { power, hosts } = powerStrip(given, { from, to });
      for (const spans of [power, hosts]) {
        expect(spans[0]?.from).toBe(from);
        expect(spans.at(-1)?.to).toBe(to);
        spans.forEach((span, index) => {
          expect(span.from).toBeLessThan(span.to);
          expect(span.value === undefined).toBe(span.why !== undefined);
          if (index > 0) expect(span.from).toBe(spans[index - 1]?.to);
        });
      }
    }),
    runs,
  );
});

test('neither the order of the input nor telling it again changes anything', () => {
  const shuffled = input.chain((given) =>
    fc.record({
      given: fc.constant(given),
      events: fc.shuffledSubarray([...given.events], { minLength: given.events.length }),
      migrations: fc.shuffledSubarray([...given.migrations], { minLength: given.migrations.length }),
      gaps: fc.shuffledSubarray([...given.gaps], { minLength: given.gaps.length }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ given, events, migrations, gaps }) => {
      const again = [...events, ...events.map((one) => ({ ...one, id: one.id + 10_000 }))];
      const expected = powerStrip(given, { from, to });
      expect(powerStrip({ ...given, events: again, migrations, gaps: [...gaps, ...gaps] }, { from, to })).toEqual(expected);
    }),
    runs,
  );
});

test('every event of power in the window has one mark, and so has every migration; marks are sorted', () => {
  fc.assert(
    fc.property(input, (given) => {
      const { marks } = powerStrip(given, { from, to });
      const identity = ({ host: told, kind, at, detail }: StripEvent) => `${told} ${kind} ${at} ${detail.eventId}`;
      const happened = given.events.filter(({ kind, at }) => isPowerEvent(kind) && at >= from && at <= to).map(identity);
      const marked = marks.flatMap((mark) => (mark.type === 'event' ? [identity(mark.event)] : []));
      expect(marked.toSorted()).toEqual([...new Set(happened)].toSorted());
      const moved = given.migrations.filter(({ result, at, finishedAt }) => {
        const shownAt = finishedAt ?? at;
        return result === 'running' || (at <= to && shownAt >= from && shownAt <= to);
      });
      const movesMarked = marks.flatMap((mark) => (mark.type === 'migration' ? [mark.migration.id] : []));
      expect(movesMarked.toSorted()).toEqual(moved.map(({ id }) => id).toSorted());
      expect(marks.map(({ at }) => at)).toEqual(marks.map(({ at }) => at).toSorted((a, b) => a - b));
    }),
    runs,
  );
});
