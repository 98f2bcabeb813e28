import { expect, it } from 'vitest';
import { type StoreUnderTest, testRemoval, testScrape, testTick, testUpsert, testVmId } from './rows.ts';

/** Part of the contract. */
export function describeRevisions(current: StoreUnderTest): void {
  it('gives every changed row the next revision and answers a tick with the newest', async () => {
    const { store } = current;
    const revision = await store.commitTick(
      testTick({ upserts: [testUpsert(1, 'a'), testUpsert(2, 'b')], scrapes: [testScrape()] }),
    );
    expect(revision).toBe(await store.revision());
    expect((await store.listReadings()).map((row) => row.revision)).toEqual([1, 2]);
    expect(await store.commitTick(testTick({ upserts: [testUpsert(1, 'c')] }))).toBe(revision + 1);
  });

  it('moves neither revision nor time of a reading that did not change', async () => {
    const { store } = current;
    await store.commitTick(testTick({ upserts: [testUpsert(1, { a: 1 })] }));
    const before = await store.listReadings();
    expect(await store.commitTick(testTick({ upserts: [testUpsert(1, { a: 1 })], at: 2_000 }))).toBe(1);
    expect(await store.listReadings()).toEqual(before);
    await store.commitTick(testTick({ upserts: [testUpsert(1, { a: 2 })], at: 3_000 }));
    expect((await store.listReadings())[0]).toMatchObject({ reading: { a: 2 }, changedAt: 3_000, revision: 2 });
  });

  it('tells what changed since a revision and nothing else', async () => {
    const { store } = current;
    await store.commitTick(testTick({ upserts: [testUpsert(1, 'a'), testUpsert(2, 'b')], scrapes: [testScrape()] }));
    const since = await store.revision();
    await store.commitTick(
      testTick({ upserts: [testUpsert(2, 'c'), testUpsert(3, 'd')], scrapes: [testScrape({ finishedAt: 2_000 })] }),
    );
    const delta = await store.readSince(since);
    expect(delta).toMatchObject({ revision: since + 3, reset: false, removed: [], targets: [], removedTargets: [] });
    expect(delta.readings.map(({ vmId, reading }) => [vmId, reading])).toEqual([
      [testVmId(2), 'c'],
      [testVmId(3), 'd'],
    ]);
    expect(delta.scrapes).toEqual([{ host: 'hv01', ...testScrape({ finishedAt: 2_000 }) }]);
    expect(await store.readSince(delta.revision)).toMatchObject({ readings: [], scrapes: [] });
  });

  it('answers a revision from the future with a reset and everything', async () => {
    const { store } = current;
    await store.commitTick(testTick({ upserts: [testUpsert(1, 'a')] }));
    expect(await store.readSince(99)).toMatchObject({ reset: true, revision: 1, readings: [{ reading: 'a' }] });
  });
}

/** Part of the contract. */
export function describeRemovals(current: StoreUnderTest): void {
  it('tells a removal once, and takes it back when the reading returns', async () => {
    const { store } = current;
    const since = await store.commitTick(testTick({ upserts: [testUpsert(1, 'a'), testUpsert(undefined, 'h')] }));
    const gone = await store.commitTick(testTick({ removals: [testRemoval(1), testRemoval(undefined), testRemoval(7)] }));
    expect(gone).toBe(since + 2);
    expect(await store.listReadings()).toEqual([]);
    expect(await store.readSince(since)).toMatchObject({
      readings: [],
      removed: [
        { host: 'hv01', collector: 'kvp', vmId: testVmId(1) },
        { host: 'hv01', collector: 'kvp', vmId: undefined },
      ],
    });
    await store.commitTick(testTick({ upserts: [testUpsert(1, 'a')] }));
    const delta = await store.readSince(since);
    expect(delta.removed).toEqual([{ host: 'hv01', collector: 'kvp', vmId: undefined }]);
    expect(delta.readings).toMatchObject([{ vmId: testVmId(1), reading: 'a' }]);
    expect((await store.readSince(gone)).removed).toEqual([]);
  });

  it('takes removals before upserts of the same tick', async () => {
    const { store } = current;
    await store.commitTick(testTick({ upserts: [testUpsert(1, 'a')] }));
    await store.commitTick(testTick({ removals: [testRemoval(1)], upserts: [testUpsert(1, 'b')] }));
    expect(await store.readSince(0)).toMatchObject({ readings: [{ reading: 'b' }], removed: [] });
  });

  it('resets readers who are older than the removals that it has forgotten', async () => {
    const { store } = current;
    const old = await store.commitTick(testTick({ upserts: [testUpsert(1, 'a'), testUpsert(2, 'b')], at: 1_000 }));
    const gone = await store.commitTick(testTick({ removals: [testRemoval(1)], at: 2_000 }));
    await store.prune(2_000);
    expect(await store.readSince(old)).toMatchObject({ reset: false, removed: [{ vmId: testVmId(1) }] });
    await store.prune(2_001);
    expect(await store.readSince(old)).toMatchObject({ reset: true, removed: [], readings: [{ reading: 'b' }] });
    expect(await store.readSince(gone)).toMatchObject({ reset: false, readings: [] });
  });
}
