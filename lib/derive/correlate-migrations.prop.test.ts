import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correlateMigrations } from './correlate-migrations.ts';
import { histories } from './testdata/migration-histories.ts';
import { expectedRecord } from './testdata/migration-oracle.ts';

/** Pinned: each of the 500 histories is the same in every run, so that a failure is found again. */
const runs = { numRuns: 500, seed: 20_261_125 };

test('500 histories with loss, duplicates, disorder and clocks apart: each migration is one record that says what is known, no more', () => {
  let migrations = 0;
  const kinds = new Set<string>();
  fc.assert(
    fc.property(histories, (history) => {
      const records = correlateMigrations(history.events, { hosts: history.hosts, running: history.running });
      const expected = history.moves.flatMap((move) => expectedRecord(move, history) ?? []);
      const evidenceOf = (one: { readonly evidence: readonly number[] }) => one.evidence.join(' ');
      expect(records.map(evidenceOf).toSorted()).toEqual(expected.map(evidenceOf).toSorted());
      for (const { evidence, toleranceMs, startedAt, finishedAt, ...exact } of expected) {
        const record = records.find((one) => evidenceOf(one) === evidence.join(' '));
        for (const [name, value] of Object.entries(exact)) expect(record?.[name as keyof typeof exact], name).toBe(value);
        expectNear(record?.startedAt, startedAt, toleranceMs);
        expectNear(record?.finishedAt, finishedAt, toleranceMs);
        migrations += 1;
        kinds.add(exact.kind);
      }
    }),
    runs,
  );
  // The histories are worth something only if they hold every kind, often.
  expect(migrations).toBeGreaterThan(2_000);
  expect([...kinds].toSorted()).toEqual([
    'failover',
    'live',
    'live-and-storage',
    'quick',
    'replica-failover',
    'storage',
    'unknown',
  ]);
});

test('neither the order of events nor telling them again changes a record', () => {
  fc.assert(
    fc.property(histories, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (history, keys) => {
      const options = { hosts: history.hosts, running: history.running };
      const again = [...history.events, ...history.events.map((event) => ({ ...event, id: event.id + 100_000 }))];
      const shuffled = again
        .map((event) => ({ event, key: keys.next().value ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ event }) => event);
      expect(correlateMigrations(shuffled, options)).toEqual(correlateMigrations(history.events, options));
    }),
    { numRuns: 200, seed: 20_261_125 },
  );
});

function expectNear(actual: number | undefined, wanted: number | undefined, toleranceMs: number): void {
  if (wanted === undefined || actual === undefined) expect(actual).toBe(wanted);
  else expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(toleranceMs);
}
