import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideOwner, type VmInstance } from './owner.ts';

const times = ['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z', '2026-11-03T00:00:00.000Z'] as const;
const time = fc.option(fc.constantFrom(...times), { nil: undefined });

const reading: fc.Arbitrary<VmInstance['reading']> = fc
  .record({
    kind: fc.constantFrom('realized' as const, 'planned' as const, 'replica' as const),
    state: fc.constantFrom(1, 2, 3, 4, 6, 9, 10, 32_768),
    startedAt: time,
    stateChangedAt: time,
  })
  .map(({ startedAt, stateChangedAt, ...rest }) => ({
    ...rest,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(stateChangedAt === undefined ? {} : { stateChangedAt }),
  }));

const moment = fc.integer({ min: 0, max: 60 }).map((seconds) => seconds * 1_000);
const timing = fc.record({
  readAt: fc.option(moment, { nil: null }),
  changedAt: moment,
  failures: fc.constantFrom(0, 0, 0, 1, 2, 3),
});
const fresh = fc.constant({ readAt: 60_000, changedAt: 0, failures: 0 });

const hosts = fc.uniqueArray(fc.constantFrom('hv01', 'hv02', 'hv03', 'hv04', 'hv05', 'hv06'));
const instancesWith = (when: fc.Arbitrary<Omit<VmInstance, 'host' | 'reading'>>): fc.Arbitrary<VmInstance[]> =>
  hosts.chain((names) =>
    fc.tuple(...names.map((host) => fc.tuple(reading, when).map(([value, rest]) => ({ host, reading: value, ...rest })))),
  );

/** Up to six hosts, each with one reading of the id, of any age. */
const instances = instancesWith(timing);
/** The same where every host has just been read. */
const freshInstances = instancesWith(fresh);

const withSeed = fc.tuple(instances, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })));

test('the order in which hosts are listed does not matter', () => {
  fc.assert(
    fc.property(withSeed, ([all, keys]) => {
      const shuffled = all
        .map((instance) => ({ instance, key: keys.next().value ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ instance }) => instance);
      expect(decideOwner(shuffled)).toEqual(decideOwner(all));
    }),
  );
});

test('every place is the owner or a copy, and none is both', () => {
  fc.assert(
    fc.property(instances, (all) => {
      const { owner, copies } = decideOwner(all);
      const named = [...copies, ...(owner === undefined ? [] : [owner])].map(({ host }) => host);
      expect(named.toSorted()).toEqual(all.map(({ host }) => host).toSorted());
    }),
  );
});

test('there is an owner exactly where a realized instance stands, and it is one', () => {
  fc.assert(
    fc.property(instances, (all) => {
      const { owner, reason } = decideOwner(all);
      expect(owner?.reading.kind).toBe(all.some((instance) => instance.reading.kind === 'realized') ? 'realized' : undefined);
      expect(reason === 'no-candidate').toBe(owner === undefined);
    }),
  );
});

test('a running realized instance wins over all that do not run, and no other running one started later', () => {
  fc.assert(
    fc.property(freshInstances, (all) => {
      const running = all.filter((instance) => instance.reading.kind === 'realized' && instance.reading.state === 2);
      fc.pre(running.length > 0);
      const { owner, contested } = decideOwner(all);
      expect(owner?.reading.state).toBe(2);
      const newest = running
        .map((instance) => instance.reading.startedAt ?? '')
        .toSorted()
        .at(-1);
      expect(owner?.reading.startedAt ?? '').toBe(newest);
      expect(contested).toBe(running.length > 1 ? 'yes' : 'no');
    }),
  );
});

test('another copy that is no candidate never changes the owner', () => {
  fc.assert(
    fc.property(instances, reading, (all, extra) => {
      fc.pre(extra.kind !== 'realized');
      const instance = { host: 'hv99', reading: extra, readAt: 90_000, changedAt: 90_000, failures: 0 };
      expect(decideOwner([...all, instance]).owner).toEqual(decideOwner(all).owner);
    }),
  );
});

test('only a frozen reading is ever overtaken, and the candidate that was read last never is', () => {
  fc.assert(
    fc.property(instances, (all) => {
      const { owner, reason } = decideOwner(all);
      const unfrozen = decideOwner(all.map((instance) => ({ ...instance, failures: 0 }))).owner;
      if (owner?.host !== unfrozen?.host) expect(all.find(({ host }) => host === unfrozen?.host)?.failures).toBeGreaterThan(0);
      if (reason === 'later-word') expect(all.filter(({ reading: { kind } }) => kind === 'realized').length).toBeGreaterThan(1);
    }),
  );
});

test('a VM is said to run twice only by readings that are not frozen and were renewed since', () => {
  fc.assert(
    fc.property(instances, (all) => {
      const { contested, runningOn } = decideOwner(all);
      expect(runningOn.length === 0).toBe(contested !== 'yes');
      for (const name of runningOn) {
        const instance = all.find(({ host }) => host === name);
        expect(instance).toMatchObject({ failures: 0, reading: { kind: 'realized', state: 2 } });
      }
    }),
  );
});
