import { afterEach, expect, test } from 'vitest';
import { correlateMigrations } from '#lib/derive/correlate-migrations.ts';
import { cleanUp, type Rig, rigFor, start, targetsOf, tempFolder } from '../../e2e/support/daemon-rig.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';

afterEach(cleanUp);

const web = linuxVm(testVmId(1, 1), 'web-01', start);
const other = linuxVm(testVmId(2, 1), 'app-01', start);
const hosts = [makeHost('hv01', [web]), makeHost('hv02', [other])];

async function placed(rig: Rig) {
  const events = await rig.store.listEvents({ kinds: ['placed'], limit: 100 });
  return events.map(({ host, vmId, detail }) => ({ host, vmId, detail }));
}

async function running(rig: Rig, names = ['hv01', 'hv02']): Promise<void> {
  await rig.daemon.apply({ collectors: {} }, targetsOf(...names));
  await rig.clock.advance(40_000);
}

/** One event, and nothing else however long it goes on. */
async function expectOne(rig: Rig, detail: object): Promise<void> {
  await rig.clock.advance(300_000);
  expect(await placed(rig)).toEqual([
    { host: 'hv02', vmId: web.id, detail: expect.objectContaining({ from: 'hv01', to: 'hv02', ...detail }) },
  ]);
}

test('a live migration is told once, whichever host is read first, and that the VM kept running', async () => {
  for (const oldFirst of [true, false]) {
    const rig = await rigFor(hosts);
    await running(rig);
    const movedAt = rig.clock.now();
    rig.fleet.set(makeHost('hv02', [other, { ...web, kind: 'planned', state: 3 }]));
    await rig.clock.advance(20_000);
    if (oldFirst) rig.fleet.set(makeHost('hv01', []));
    else rig.fleet.set(makeHost('hv02', [other, web]));
    await rig.clock.advance(16_000);
    rig.fleet.set(makeHost('hv01', []));
    rig.fleet.set(makeHost('hv02', [other, web]));
    await expectOne(rig, { keptRunning: true, proof: 'old-host-without-it' });
    const [event] = await rig.store.listEvents({ kinds: ['placed'], limit: 1 });
    const { notBefore, notAfter } = (event?.detail ?? {}) as { notBefore: number; notAfter: number };
    expect([notBefore >= movedAt - 20_000, notAfter - notBefore <= 60_000, event?.at === notAfter]).toEqual([true, true, true]);
    await cleanUp();
  }
});

test('there and back is told twice, and makes two records', async () => {
  const rig = await rigFor(hosts);
  await running(rig);
  for (const [one, two] of [
    [[], [other, web]],
    [[web], [other]],
  ] as const) {
    rig.fleet.set(makeHost('hv01', one));
    rig.fleet.set(makeHost('hv02', two));
    await rig.clock.advance(300_000);
  }
  const events = await rig.store.listEvents({ kinds: ['placed'], limit: 100 });
  const records = correlateMigrations(events, { hosts: [{ name: 'hv01' }, { name: 'hv02' }], running: [] });
  expect(records.map(({ fromHost, toHost, kind, result }) => [fromHost, toHost, kind, result])).toEqual([
    ['hv02', 'hv01', 'live', 'finished'],
    ['hv01', 'hv02', 'live', 'finished'],
  ]);
});

test('a failover is told when the new host has it, as from a host that is away', async () => {
  const rig = await rigFor(hosts);
  await running(rig);
  rig.fleet.remove('hv01');
  await rig.clock.advance(30_000);
  rig.fleet.set(makeHost('hv02', [other, { ...web, startedAt: rig.clock.now() }]));
  await expectOne(rig, { fromAway: true, proof: 'old-host-away' });
  expect((await placed(rig))[0]?.detail).not.toHaveProperty('keptRunning');
  // The lost host comes back with what it last knew, and drops it later.
  rig.fleet.set(makeHost('hv01', [{ ...web, state: 3, startedAt: undefined }]));
  await rig.clock.advance(300_000);
  rig.fleet.set(makeHost('hv01', []));
  await rig.clock.advance(300_000);
  expect(await placed(rig)).toHaveLength(1);
});

test('a replica that takes over is told as one', async () => {
  const rig = await rigFor([
    hosts[0] ?? makeHost('hv01', []),
    makeHost('hv02', [other, { ...web, state: 3, replicationMode: 2, startedAt: undefined }]),
  ]);
  await running(rig);
  expect(await placed(rig)).toEqual([]);
  rig.fleet.remove('hv01');
  rig.fleet.set(makeHost('hv02', [other, { ...web, replicationMode: 0, startedAt: rig.clock.now() }]));
  await expectOne(rig, { wasReplica: true, fromAway: true });
});

test('neither replicas, nor incoming VMs, nor copies are placed, whatever becomes of their host', async () => {
  const off = { ...web, state: 3, startedAt: undefined };
  for (const copy of [{ ...off, replicationMode: 2 }, { ...off, kind: 'planned' as const }, off]) {
    const rig = await rigFor(hosts);
    await running(rig);
    rig.fleet.set(makeHost('hv02', [other, copy]));
    await rig.clock.advance(200_000);
    // The original rests and the copy runs for a while; the original goes out of reach, comes back, and is deleted.
    if (copy === off) rig.fleet.set(makeHost('hv02', [other, web]));
    rig.fleet.set(makeHost('hv01', [off]));
    await rig.clock.advance(200_000);
    rig.fleet.remove('hv01');
    await rig.clock.advance(400_000);
    rig.fleet.set(makeHost('hv01', [web]));
    await rig.clock.advance(400_000);
    rig.fleet.set(makeHost('hv01', []));
    await rig.clock.advance(400_000);
    expect(await placed(rig)).toEqual([]);
    await cleanUp();
  }
});

test('where VMs are found first tells nothing: at the start, with a new target, and after one was taken away', async () => {
  const rig = await rigFor([...hosts, makeHost('hv03', [web])]);
  await running(rig);
  await running(rig, ['hv01', 'hv02', 'hv03']);
  await rig.clock.advance(60_000);
  await running(rig, ['hv02', 'hv03']);
  await rig.clock.advance(60_000);
  expect(await placed(rig)).toEqual([]);
});

test('a move while the daemon was down is told after its start, once', async () => {
  const folder = await tempFolder();
  const before = await rigFor(hosts, { folder });
  await running(before);
  await before.stop();
  const after = await rigFor([makeHost('hv01', []), makeHost('hv02', [other, web])], { folder, clock: before.clock });
  await running(after);
  await expectOne(after, { keptRunning: true });
});

test('a store that takes no events for a while gets them later, and nothing is told twice', async () => {
  let broken = true;
  const rig = await rigFor(hosts, {
    wrapStore: (store) =>
      new Proxy(store, {
        get(target, name, receiver) {
          if (name === 'commitEvents' && broken) return () => Promise.reject(new Error('disk full'));
          const value: unknown = Reflect.get(target, name, receiver);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }),
  });
  await running(rig);
  rig.fleet.set(makeHost('hv01', []));
  rig.fleet.set(makeHost('hv02', [other, web]));
  await rig.clock.advance(60_000);
  expect(await placed(rig)).toEqual([]);
  broken = false;
  await expectOne(rig, { keptRunning: true });
});
