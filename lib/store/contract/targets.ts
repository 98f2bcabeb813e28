import { expect, it } from 'vitest';
import type { Store } from '../store.ts';
import { type StoreUnderTest, testScrape, testTarget, testTick, testUpsert, testVmId } from './rows.ts';

/** Part of the contract. */
export function describeTargets(current: StoreUnderTest): void {
  it('makes the target list equal and moves only what changed', async () => {
    const { store } = current;
    const labels = { site: 'north', cluster: 'c1' };
    const second = { host: 'hv02', transport: 'ssh', address: 'hv02.example.com', labels };
    await store.replaceTargets([testTarget('hv01'), second]);
    const since = await store.revision();
    expect(await store.listTargets()).toEqual([testTarget('hv01'), second]);
    await store.replaceTargets([{ ...second, labels: { cluster: 'c1', site: 'north' } }, testTarget('hv01')]);
    expect(await store.revision()).toBe(since);
    await store.replaceTargets([testTarget('hv01'), { ...second, labels: { site: 'south' } }, testTarget('hv03')]);
    const delta = await store.readSince(since);
    expect(delta.targets).toEqual([{ ...second, labels: { site: 'south' } }, testTarget('hv03')]);
    expect(delta.removedTargets).toEqual([]);
  });

  it('takes everything of a target along when it goes, and of hosts that are no target', async () => {
    const { store } = current;
    await store.replaceTargets([testTarget('hv01'), testTarget('hv02')]);
    const full = { upserts: [testUpsert(1, 'a')], scrapes: [testScrape()], states: [{ collector: 'kvp', state: 1 }] };
    for (const host of ['hv01', 'hv02', 'ghost']) await store.commitTick(testTick({ host, ...full }));
    const since = await store.revision();
    await store.replaceTargets([testTarget('hv01')]);
    expect(await store.listTargets()).toEqual([testTarget('hv01')]);
    for (const rows of [await store.listReadings(), await store.listScrapes(), await store.listStates()]) {
      expect(rows.map(({ host }) => host)).toEqual(['hv01']);
    }
    const delta = await store.readSince(since);
    expect(new Set(delta.removedTargets)).toEqual(new Set(['hv02', 'ghost']));
    expect(new Set(delta.removed.map(({ host }) => host))).toEqual(new Set(['hv02', 'ghost']));
  });

  it('shows a target that came back as present, and what it lost in between as removed', async () => {
    const { store } = current;
    await store.replaceTargets([testTarget('hv01')]);
    const since = await store.commitTick(testTick({ upserts: [testUpsert(1, 'a')] }));
    await store.replaceTargets([]);
    await store.replaceTargets([testTarget('hv01')]);
    const delta = await store.readSince(since);
    expect(delta).toMatchObject({ targets: [testTarget('hv01')], removedTargets: [], readings: [] });
    expect(delta.removed).toEqual([{ host: 'hv01', collector: 'kvp', vmId: testVmId(1) }]);
  });

  it('forgets removed targets after a while, by its own clock', async () => {
    const { store, clock } = current;
    await store.replaceTargets([testTarget('hv01')]);
    clock.time = 5_000;
    await store.replaceTargets([]);
    await store.prune(5_000);
    expect(await store.readSince(1)).toMatchObject({ reset: false, removedTargets: ['hv01'] });
    await store.prune(5_001);
    expect(await store.readSince(1)).toMatchObject({ reset: true, removedTargets: [] });
  });
}

/** Part of the contract. */
export function describeChanges(current: StoreUnderTest): void {
  it('lists changes newest first, by VM or host, and drops old ones', async () => {
    const { store } = current;
    const change = (vm: number, at: number) => ({
      at,
      collector: 'kvp',
      vmId: testVmId(vm),
      what: `w${at}`,
      from: undefined,
      to: 'x',
    });
    await store.commitTick(testTick({ changes: [change(1, 10), change(2, 20)] }));
    await store.commitTick(testTick({ host: 'hv02', changes: [change(1, 30)] }));
    const whats = async (filter: Parameters<Store['listChanges']>[0]) =>
      (await store.listChanges(filter)).map(({ what }) => what);
    expect(await whats({ limit: 10 })).toEqual(['w30', 'w20', 'w10']);
    expect(await whats({ limit: 1 })).toEqual(['w30']);
    expect(await whats({ vmId: testVmId(1), limit: 10 })).toEqual(['w30', 'w10']);
    expect(await whats({ host: 'hv01', limit: 10 })).toEqual(['w20', 'w10']);
    expect((await store.listChanges({ limit: 1 }))[0]).toMatchObject({ host: 'hv02', at: 30, from: undefined, to: 'x' });
    await store.prune(20);
    expect(await whats({ limit: 10 })).toEqual(['w30', 'w20']);
  });
}
