import { expect, it } from 'vitest';
import type { Store } from '../store.ts';
import { hostileTexts, type StoreUnderTest, testScrape, testTick, testUpsert, testVmId } from './rows.ts';

/** Part of the contract. */
export function describeReadings(current: StoreUnderTest): void {
  it('is empty at first, at revision 0', async () => {
    const { store } = current;
    expect(await store.revision()).toBe(0);
    expect(await store.readSince(0)).toEqual({
      revision: 0,
      reset: false,
      readings: [],
      removed: [],
      scrapes: [],
      targets: [],
      removedTargets: [],
      findings: [],
      clearedFindings: [],
      hostFindings: [],
      clearedHostFindings: [],
      events: [],
    });
  });

  it('keeps readings of hosts and VMs and finds them by host, VM and collector', async () => {
    const { store } = current;
    await store.commitTick(
      testTick({ upserts: [testUpsert(undefined, { computerName: 'HV01' }, 'vm'), testUpsert(1, { name: 'web-01' }, 'vm')] }),
    );
    await store.commitTick(
      testTick({ host: 'hv02', upserts: [testUpsert(1, { name: 'web-01' }, 'vm'), testUpsert(1, [1, null, true])] }),
    );
    const found = async (filter: Parameters<Store['listReadings']>[0]) =>
      (await store.listReadings(filter)).map(({ host, collector, vmId, reading }) => [host, collector, vmId, reading]);
    expect(await found({ host: 'hv01' })).toEqual([
      ['hv01', 'vm', undefined, { computerName: 'HV01' }],
      ['hv01', 'vm', testVmId(1), { name: 'web-01' }],
    ]);
    expect(await found({ vmId: testVmId(1), collector: 'vm' })).toEqual([
      ['hv01', 'vm', testVmId(1), { name: 'web-01' }],
      ['hv02', 'vm', testVmId(1), { name: 'web-01' }],
    ]);
    expect(await found({ collector: 'kvp' })).toEqual([['hv02', 'kvp', testVmId(1), [1, null, true]]]);
    expect(await found(undefined)).toHaveLength(4);
  });
}

/** Part of the contract. */
export function describeIntegrity(current: StoreUnderTest): void {
  it('gives hostile text back unchanged wherever a guest can put it', async () => {
    const { store } = current;
    const changes = hostileTexts.map((text) => ({
      at: 1,
      collector: 'kvp',
      vmId: testVmId(1),
      what: text,
      from: text,
      to: text,
    }));
    const scrapes = hostileTexts.map((reason, n) => testScrape({ collector: `c${String(n).padStart(2, '0')}`, reason }));
    const states = [{ collector: 'kvp', state: [...hostileTexts] }];
    const reading = Object.fromEntries(hostileTexts.map((text) => [text, text]));
    await store.commitTick(testTick({ upserts: [testUpsert(1, reading)], changes, scrapes, states }));
    await current.reopen();
    expect((await current.store.listReadings())[0]?.reading).toEqual(reading);
    expect((await current.store.listScrapes()).map(({ reason }) => reason)).toEqual(hostileTexts);
    expect((await current.store.listStates())[0]?.state).toEqual(hostileTexts);
    const stored = await current.store.listChanges({ limit: 100 });
    expect(stored.map(({ what, from, to }) => [what, from, to]).reverse()).toEqual(
      hostileTexts.map((text) => [text, text, text]),
    );
  });

  it('writes a whole tick or nothing of it', async () => {
    const { store } = current;
    await store.commitTick(testTick({ upserts: [testUpsert(1, 'before')] }));
    const broken = testScrape({ durationMs: Number.NaN });
    await expect(
      store.commitTick(testTick({ upserts: [testUpsert(1, 'after'), testUpsert(2, 'new')], scrapes: [broken] })),
    ).rejects.toThrow();
    expect(await store.revision()).toBe(1);
    expect((await store.listReadings()).map(({ reading }) => reading)).toEqual(['before']);
    expect(await store.commitTick(testTick({ upserts: [testUpsert(1, 'after')] }))).toBe(2);
  });

  it('keeps everything over a close and an open, and goes on counting', async () => {
    await current.store.commitTick(testTick({ upserts: [testUpsert(1, 'a')], scrapes: [testScrape()] }));
    const before = await current.store.readSince(0);
    const store = await current.reopen();
    expect(await store.readSince(0)).toEqual(before);
    expect(await store.commitTick(testTick({ upserts: [testUpsert(1, 'b')] }))).toBe(before.revision + 1);
  });
}

/** Part of the contract. */
export function describeScrapes(current: StoreUnderTest): void {
  it('keeps the last scrape per host and collector, and the collector states', async () => {
    const { store } = current;
    const failed = testScrape({ outcome: 'timeout', reason: 'no answer in 5 s', lastReadingAt: undefined, failures: 3 });
    await store.commitTick(
      testTick({ scrapes: [testScrape(), testScrape({ collector: 'kvp' })], states: [{ collector: 'kvp', state: { a: 1 } }] }),
    );
    await store.commitTick(testTick({ host: 'hv02', scrapes: [testScrape()] }));
    await store.commitTick(testTick({ scrapes: [failed], states: [{ collector: 'kvp', state: { a: 2 } }] }));
    expect(await store.listScrapes({ host: 'hv01' })).toEqual([
      { host: 'hv01', ...testScrape({ collector: 'kvp' }) },
      { host: 'hv01', ...failed },
    ]);
    expect(await store.listScrapes()).toHaveLength(3);
    expect(await store.listStates()).toEqual([{ host: 'hv01', collector: 'kvp', state: { a: 2 } }]);
  });
}
