import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FindingsCommit, HostFindingsCommit, RevisionDelta, Store, StoredTarget, TickCommit } from '../store.ts';
import { testFinding, testHostFinding, testRemoval, testScrape, testTarget, testTick, testUpsert, testVmId } from './rows.ts';

const hosts = ['hv01', 'hv02', 'hv03'] as const;
const host = fc.constantFrom(...hosts);
const collector = fc.constantFrom('vm', 'kvp');
const vm = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined });
const place = fc.record({ collector, vm });
const value = fc.oneof(fc.integer({ min: 0, max: 2 }), fc.string({ unit: 'binary', maxLength: 3 }), fc.constant('\ud800'));

type Step =
  | { readonly kind: 'tick'; readonly tick: TickCommit }
  | { readonly kind: 'findings'; readonly commit: FindingsCommit }
  | { readonly kind: 'hostFindings'; readonly commit: HostFindingsCommit }
  | { readonly kind: 'targets'; readonly targets: readonly StoredTarget[] }
  | { readonly kind: 'prune'; readonly part: number }
  | { readonly kind: 'read'; readonly reader: number };

const distinct = { selector: (at: { collector: string; vm: number | undefined }) => `${at.collector} ${at.vm}`, maxLength: 4 };
const findingKey = fc.record({ vm: fc.integer({ min: 1, max: 3 }), code: fc.constantFrom('a', 'b') });
const distinctFindings = { selector: (at: { vm: number; code: string }) => `${at.vm} ${at.code}`, maxLength: 3 };
const findingsCommit: fc.Arbitrary<FindingsCommit> = fc
  .record({
    upserts: fc.uniqueArray(fc.record({ key: findingKey, value }), {
      ...distinctFindings,
      selector: ({ key }) => distinctFindings.selector(key),
    }),
    cleared: fc.uniqueArray(findingKey, distinctFindings),
  })
  .map(({ upserts, cleared }) => ({
    upserts: upserts.map(({ key, value }) => testFinding(key.vm, key.code, { finding: value })),
    cleared: cleared.map(({ vm, code }) => ({ vmId: testVmId(vm), code })),
    at: 0,
  }));
const hostFindingKey = fc.record({ host, code: fc.constantFrom('a', 'b') });
const distinctHostFindings = { selector: (at: { host: string; code: string }) => `${at.host} ${at.code}`, maxLength: 3 };
const hostFindingsCommit: fc.Arbitrary<HostFindingsCommit> = fc
  .record({
    upserts: fc.uniqueArray(hostFindingKey, distinctHostFindings),
    cleared: fc.uniqueArray(hostFindingKey, distinctHostFindings),
    finding: value,
  })
  .map(({ upserts, cleared, finding }) => ({
    upserts: upserts.map((at) => testHostFinding(at.host, at.code, { finding })),
    cleared,
    at: 0,
  }));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        host,
        upserts: fc.uniqueArray(fc.record({ collector, vm, value }), distinct),
        removals: fc.uniqueArray(place, distinct),
        scrapes: fc.uniqueArray(collector),
      })
      .map(({ host, upserts, removals, scrapes }) => ({
        kind: 'tick' as const,
        tick: testTick({
          host,
          upserts: upserts.map((at) => testUpsert(at.vm, at.value, at.collector)),
          removals: removals.map((at) => testRemoval(at.vm, at.collector)),
          scrapes: scrapes.map((name) => testScrape({ collector: name })),
        }),
      })),
  },
  {
    weight: 1,
    arbitrary: fc.subarray([...hosts]).map((names) => ({ kind: 'targets' as const, targets: names.map(testTarget) })),
  },
  { weight: 3, arbitrary: findingsCommit.map((commit) => ({ kind: 'findings' as const, commit })) },
  { weight: 2, arbitrary: hostFindingsCommit.map((commit) => ({ kind: 'hostFindings' as const, commit })) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }).map((part) => ({ kind: 'prune' as const, part })) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 2 }).map((reader) => ({ kind: 'read' as const, reader })) },
);

const findingKeyOf = (row: { vmId: unknown; code: string }) => `${row.vmId} ${row.code}`;
const hostFindingKeyOf = (row: { host: string; code: string }) => `${row.host} ${row.code}`;
const keyOf = (row: { host: string; collector: string; vmId: unknown }) => `${row.host} ${row.collector} ${row.vmId ?? ''}`;

interface HeldFinding {
  readonly text: string;
  readonly since: number;
}

/** What a store should hold, in the plainest form. */
class Model {
  readonly readings = new Map<string, string>();
  readonly targets = new Set<string>();
  readonly findings = new Map<string, HeldFinding>();
  readonly hostFindings = new Map<string, HeldFinding>();
  revision = 0;

  /** Rows that this tick changes, each of which takes a revision. */
  tick({ host, removals, upserts, scrapes }: TickCommit): number {
    const removed = removals.filter((at) => this.readings.delete(keyOf({ host, ...at })));
    const changed = upserts.filter((at) => {
      const [key, text] = [keyOf({ host, ...at }), JSON.stringify(at.reading)];
      const differs = this.readings.get(key) !== text;
      this.readings.set(key, text);
      return differs;
    });
    return removed.length + changed.length + scrapes.length;
  }

  /** Rows that this commit changes. */
  judge({ upserts, cleared, at }: FindingsCommit): number {
    return judgeRows(
      this.findings,
      upserts.map((row) => [findingKeyOf(row), row]),
      cleared.map(findingKeyOf),
      at,
    );
  }

  judgeHosts({ upserts, cleared, at }: HostFindingsCommit): number {
    return judgeRows(
      this.hostFindings,
      upserts.map((row) => [hostFindingKeyOf(row), row]),
      cleared.map(hostFindingKeyOf),
      at,
    );
  }

  replaceTargets(targets: readonly StoredTarget[]): void {
    this.targets.clear();
    for (const target of targets) this.targets.add(target.host);
    for (const map of [this.readings, this.hostFindings]) {
      for (const key of map.keys()) if (!this.targets.has(key.split(' ')[0] ?? '')) map.delete(key);
    }
  }
}

function judgeRows(
  held: Map<string, HeldFinding>,
  upserts: readonly (readonly [key: string, row: { readonly finding: unknown }])[],
  cleared: readonly string[],
  at: number,
): number {
  const gone = cleared.filter((key) => held.delete(key));
  const changed = upserts.filter(([key, row]) => {
    const text = JSON.stringify(row.finding);
    const before = held.get(key);
    held.set(key, { text, since: before?.since ?? at });
    return before?.text !== text;
  });
  return gone.length + changed.length;
}

/** Someone who follows a store by its deltas alone, as the app does. */
class Reader {
  readonly readings = new Map<string, string>();
  readonly targets = new Set<string>();
  readonly findings = new Map<string, HeldFinding>();
  readonly hostFindings = new Map<string, HeldFinding>();
  revision = 0;

  apply(delta: RevisionDelta): void {
    if (delta.reset) {
      this.readings.clear();
      this.targets.clear();
      this.findings.clear();
      this.hostFindings.clear();
    }
    for (const row of delta.clearedFindings) this.findings.delete(findingKeyOf(row));
    for (const row of delta.findings) {
      this.findings.set(findingKeyOf(row), { text: JSON.stringify(row.finding), since: row.since });
    }
    for (const row of delta.clearedHostFindings) this.hostFindings.delete(hostFindingKeyOf(row));
    for (const row of delta.hostFindings) {
      this.hostFindings.set(hostFindingKeyOf(row), { text: JSON.stringify(row.finding), since: row.since });
    }
    for (const row of delta.removed) this.readings.delete(keyOf(row));
    for (const name of delta.removedTargets) this.targets.delete(name);
    for (const row of delta.readings) this.readings.set(keyOf(row), JSON.stringify(row.reading));
    for (const target of delta.targets) this.targets.add(target.host);
    this.revision = delta.revision;
  }
}

/** Plays the steps on a store and a plain model beside it; readers that come by now and then must end where the model is. */
async function play(store: Store, clock: { time: number }, steps: readonly Step[]): Promise<void> {
  const model = new Model();
  const readers = [new Reader(), new Reader(), new Reader()];
  for (const current of [...steps, ...readers.map((_, reader) => ({ kind: 'read' as const, reader }))]) {
    clock.time += 1_000;
    if (current.kind === 'tick') {
      const expected = model.revision + model.tick(current.tick);
      expect(await store.commitTick({ ...current.tick, at: clock.time })).toBe(expected);
    } else if (current.kind === 'findings') {
      const { upserts, cleared } = current.commit;
      const commit = { upserts: upserts.map((row) => ({ ...row, since: clock.time })), cleared, at: clock.time };
      const expected = model.revision + model.judge(commit);
      expect(await store.commitFindings(commit)).toBe(expected);
    } else if (current.kind === 'hostFindings') {
      const { upserts, cleared } = current.commit;
      const commit = { upserts: upserts.map((row) => ({ ...row, since: clock.time })), cleared, at: clock.time };
      const expected = model.revision + model.judgeHosts(commit);
      expect(await store.commitHostFindings(commit)).toBe(expected);
    } else if (current.kind === 'targets') {
      model.replaceTargets(current.targets);
      await store.replaceTargets(current.targets);
      expect(await store.revision()).toBeGreaterThanOrEqual(model.revision);
    } else if (current.kind === 'prune') {
      await store.prune(current.part * clock.time);
    } else {
      const reader = readers[current.reader];
      reader?.apply(await store.readSince(reader.revision));
      expect(reader?.readings).toEqual(model.readings);
      expect(reader?.targets).toEqual(model.targets);
      expect(reader?.findings).toEqual(model.findings);
      expect(reader?.hostFindings).toEqual(model.hostFindings);
    }
    model.revision = await store.revision();
  }
  const stored = await store.listReadings();
  expect(new Map(stored.map((row) => [keyOf(row), JSON.stringify(row.reading)]))).toEqual(model.readings);
  expect(new Set(stored.map(({ revision }) => revision)).size).toBe(stored.length);
}

/** Part of the contract: any sequence of ticks, target lists, prunes and reads. `withStore` gives a fresh store each time. */
export function describeModel(withStore: (use: (store: Store, clock: { time: number }) => Promise<void>) => Promise<void>): void {
  it('leads readers who come by at any time to what it holds, and counts every changed row', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) =>
        withStore((store, clock) => play(store, clock, steps)),
      ),
      { numRuns: 60 },
    );
  });
}
