import { expect, it } from 'vitest';
import type { EventFilter } from '../store.ts';
import { hostileTexts, type StoreUnderTest, testEvent, testTick, testVmId } from './rows.ts';

async function listKeys({ store }: StoreUnderTest, filter: Partial<EventFilter> = {}): Promise<readonly string[]> {
  return (await store.listEvents({ limit: 100, ...filter })).map(({ key }) => key);
}

/** Part of the contract. */
export function describeEvents(current: StoreUnderTest): void {
  const keys = (filter?: Partial<EventFilter>) => listKeys(current, filter);

  it('keeps an event once, as it was told first, whatever is told again', async () => {
    const { store } = current;
    await store.commitTick(testTick({ events: [testEvent('a'), testEvent('b', { vmId: undefined })] }));
    const before = await store.revision();
    await store.commitTick(testTick({ events: [testEvent('a', { kind: 'saved' }), testEvent('b')] }));
    expect(await store.revision()).toBe(before);
    expect(await store.listEvents({ limit: 10 })).toMatchObject([
      { host: 'hv01', key: 'b', vmId: undefined, kind: 'turned-off' },
      { host: 'hv01', key: 'a', vmId: testVmId(1), kind: 'turned-off', at: 1_000, seenAt: 2_000, detail: { eventId: 18_502 } },
    ]);
    // Another host, another collector: other events.
    await store.commitEvents([
      { ...testEvent('a'), host: 'hv02' },
      { ...testEvent('a', { collector: 'migration' }), host: 'hv01' },
    ]);
    expect(await keys()).toHaveLength(4);
  });

  it('lists them newest first by the time at which they happened, page by page', async () => {
    const times = [3, 1, 2, 2, 5];
    await current.store.commitTick(testTick({ events: times.map((at, n) => testEvent(`e${n}`, { at })) }));
    expect(await keys()).toEqual(['e4', 'e0', 'e3', 'e2', 'e1']);
    const [, second] = await current.store.listEvents({ limit: 3 });
    expect(second).toBeDefined();
    const [last] = (await current.store.listEvents({ limit: 3 })).slice(-1);
    expect(await keys(last === undefined ? {} : { before: last })).toEqual(['e2', 'e1']);
  });

  it('finds them by host, VM, kind, severity and time', async () => {
    const { store } = current;
    await store.commitTick(
      testTick({
        events: [
          testEvent('off', { at: 10 }),
          testEvent('saved', { at: 20, kind: 'saved', severity: 'info', vmId: testVmId(2) }),
          testEvent('log', { at: 30, kind: 'log-gap', vmId: undefined }),
        ],
      }),
    );
    await store.commitTick(testTick({ host: 'hv02', events: [testEvent('other', { at: 25 })] }));
    expect(await keys({ host: 'hv02' })).toEqual(['other']);
    expect(await keys({ vmId: testVmId(2) })).toEqual(['saved']);
    expect(await keys({ kinds: ['log-gap', 'saved'] })).toEqual(['log', 'saved']);
    expect(await keys({ severities: ['info'] })).toEqual(['saved']);
    expect(await keys({ from: 20, to: 30 })).toEqual(['other', 'saved']);
    expect(await keys({ kinds: [] })).toEqual([]);
  });
}

/** Part of the contract. */
export function describeEventArrivals(current: StoreUnderTest): void {
  const keys = (filter?: Partial<EventFilter>) => listKeys(current, filter);

  it('tells those that were taken up after another one, whenever they happened', async () => {
    expect(await current.store.lastEventId()).toBe(0);
    await current.store.commitTick(testTick({ events: [testEvent('a', { at: 9 }), testEvent('b', { at: 5 })] }));
    const after = await current.store.lastEventId();
    expect((await current.store.listEvents({ limit: 10 })).map(({ id }) => id)).toEqual([after - 1, after]);
    expect(await keys({ after })).toEqual([]);
    await current.store.commitTick(testTick({ events: [testEvent('late', { at: 1 }), testEvent('new', { at: 10 })] }));
    expect(await keys({ after })).toEqual(['new', 'late']);
    expect(await keys({ after, from: 5 })).toEqual(['new']);
  });

  it('tells readers of new ones, and drops old ones by the time at which they were seen', async () => {
    const { store } = current;
    await store.commitTick(testTick({ events: [testEvent('old', { at: 9_000, seenAt: 1_000 })] }));
    const since = await store.revision();
    await store.commitTick(testTick({ events: [testEvent('new', { at: 1, seenAt: 5_000 })] }));
    expect((await store.readSince(since)).events.map(({ key }) => key)).toEqual(['new']);
    await store.prune(2_000);
    expect(await keys()).toEqual(['new']);
  });

  it('gives hostile text back unchanged', async () => {
    const events = hostileTexts.map((text, n) => testEvent(`${text}${n}`, { at: n, detail: { text, [text]: 1 } }));
    await current.store.commitTick(testTick({ events }));
    const listed = (await current.store.listEvents({ limit: 100 })).toReversed();
    expect(listed.map(({ key, detail }) => [key, detail])).toEqual(events.map(({ key, detail }) => [key, detail]));
  });

  it('keeps those of a host that is no target any more', async () => {
    await current.store.commitTick(testTick({ events: [testEvent('a')] }));
    await current.store.replaceTargets([]);
    expect(await keys()).toEqual(['a']);
  });
}
