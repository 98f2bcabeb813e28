import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { registry } from '#collectors/registry.ts';
import type { SimulatedHost, SimulatedVm } from '#collectors/transport/simulated/scenario.ts';
import { createScenarioFleet } from '#collectors/transport/simulated/scenario-fleet.ts';
import { createSimulatedTransport } from '#collectors/transport/simulated/simulated.ts';
import type { Target } from '#lib/config/schema.ts';
import { createFakeClock, type FakeClock } from '#lib/fake-clock.ts';
import { createLogger } from '#lib/log.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import type { Store } from '#lib/store/store.ts';
import { linuxVm, makeHost, testVmId, withoutKvpDaemon } from '../../e2e/support/make-host.ts';
import { Daemon } from './daemon.ts';
import { listen } from './exporter-server.ts';

const start = Date.UTC(2026, 10, 23, 7, 40);
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const targetsOf = (...names: string[]): Target[] =>
  names.map((name) => ({ name, transport: 'simulated', labels: {}, collectors: {} }));

async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-runtime-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

interface Rig {
  readonly daemon: Daemon;
  readonly clock: FakeClock;
  readonly store: OpenStore;
  readonly logged: Record<string, unknown>[];
  readonly fleet: ReturnType<typeof createScenarioFleet>;
  /** The text of /metrics, over HTTP. */
  scrape(): Promise<string>;
  stop(): Promise<void>;
}

interface RigOptions {
  readonly clock?: FakeClock;
  readonly folder?: string;
  readonly wrapStore?: (store: Store) => Store;
}

/** Simulated fleet, real SQLite, real HTTP; only time is made up. */
async function rigFor(hosts: readonly SimulatedHost[], options: RigOptions = {}): Promise<Rig> {
  const clock = options.clock ?? createFakeClock(start);
  const store = await openStore({
    file: join(options.folder ?? (await tempFolder()), 'hvitals.db'),
    mode: 'collectors',
    now: clock.now,
  });
  const fleet = createScenarioFleet(hosts);
  const transport = createSimulatedTransport(fleet, clock.now);
  const logged: Record<string, unknown>[] = [];
  const log = createLogger({ level: 'info', stream: { write: (line) => void logged.push(JSON.parse(line)) } });
  const daemon = new Daemon({ registry, clock, log, store: options.wrapStore?.(store) ?? store, transportOf: () => transport });
  const port = await listen(daemon.server, { host: '127.0.0.1', port: 0 });
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await daemon.stop();
    await store.close();
  };
  cleanups.push(stop);
  const scrape = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return { daemon, clock, store, logged, fleet, scrape, stop };
}

const web = linuxVm(testVmId(1, 1), 'web-01', start);
const db = linuxVm(testVmId(1, 2), 'db-01', start);
const other = linuxVm(testVmId(2, 1), 'app-01', start);

/** Value of the one series that starts like this; undefined where there is none. */
function seriesValue(text: string, series: string): number | undefined {
  const lines = text.split('\n').filter((line) => line.startsWith(series));
  if (lines.length > 1) throw new Error(`${lines.length} series start with ${series}`);
  return lines[0] === undefined ? undefined : Number(lines[0].slice(lines[0].lastIndexOf(' ') + 1));
}
const kvpItems = (text: string, vm: SimulatedVm) => seriesValue(text, `hvitals_vm_kvp_intrinsic_items{vm_id="${vm.id}"`);
const kvpStatus = (text: string, vm: SimulatedVm) =>
  text.match(new RegExp(`hvitals_vm_integration_services_status\\{vm_id="${vm.id}",vm="[^"]*",service="kvp"\\} (.*)`))?.[1];

test('from a fleet through the store to /metrics: what the first tick brings is in both', async () => {
  const { daemon, clock, store, scrape } = await rigFor([makeHost('hv01', [web, db]), makeHost('hv02', [other])]);
  expect(daemon.readiness().targetsLoaded).toBe(false);
  await daemon.apply({ collectors: {} }, targetsOf('hv01', 'hv02'));
  expect(daemon.readiness()).toEqual({ targetsLoaded: true, waitingFor: 2, storeWritable: true });
  await clock.advance(1_000);
  expect(daemon.readiness().waitingFor).toBe(0);
  const text = await scrape();
  expect(text).toContain(`hvitals_vm_info{vm_id="${web.id}",vm="web-01",host="hv01",generation="2",version="9.0"} 1\n`);
  expect(seriesValue(text, `hvitals_vm_state{vm_id="${other.id}"`)).toBe(2);
  expect(seriesValue(text, 'hvitals_host_vm_instances{host="hv01",kind="realized"')).toBe(2);
  expect(kvpItems(text, db)).toBe(10);
  expect(seriesValue(text, 'hvitals_scrape_success{host="hv01",collector="kvp"')).toBe(1);
  expect(seriesValue(text, 'hvitals_scrape_outcome{host="hv02",collector="vm",outcome="ok"')).toBe(1);
  expect(seriesValue(text, 'hvitals_daemon_scrapes_total{collector="vm",outcome="ok"')).toBe(2);
  const readings = await store.listReadings({ vmId: web.id });
  expect(readings.map(({ collector }) => collector).toSorted()).toEqual(['heartbeat', 'integration-services', 'kvp', 'vm']);
  expect((await store.listScrapes()).map(({ outcome }) => outcome)).toEqual(Array(8).fill('ok'));
  expect(await store.listTargets()).toHaveLength(2);
});

test("a guest's KVP daemon dies: store and series say so within two polls, and clear again", async () => {
  const { daemon, clock, store, fleet, scrape } = await rigFor([makeHost('hv01', [web, db])]);
  await daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await clock.advance(1_000);
  expect([kvpItems(await scrape(), web), kvpStatus(await scrape(), web)]).toEqual([10, '2']);
  fleet.set(makeHost('hv01', [withoutKvpDaemon(web), db]));
  await clock.advance(120_000);
  expect([kvpItems(await scrape(), web), kvpStatus(await scrape(), web)]).toEqual([0, '12']);
  expect(kvpItems(await scrape(), db)).toBe(10);
  const [stored] = await store.listReadings({ vmId: web.id, collector: 'kvp' });
  expect(stored?.reading).toMatchObject({ primary: 12, intrinsic: [] });
  fleet.set(makeHost('hv01', [web, db]));
  await clock.advance(120_000);
  expect([kvpItems(await scrape(), web), kvpStatus(await scrape(), web)]).toEqual([10, '2']);
});

test('a host out of reach: others go on, its series vanish after three missed intervals, last-success and outcome stay', async () => {
  const { daemon, clock, fleet, scrape } = await rigFor([makeHost('hv01', [web]), makeHost('hv02', [other])]);
  await daemon.apply({ collectors: {} }, targetsOf('hv01', 'hv02'));
  await clock.advance(1_000);
  const lastSuccess = 'hvitals_scrape_last_success_timestamp_seconds{host="hv01",collector="vm"';
  const stamp = seriesValue(await scrape(), lastSuccess);
  expect(stamp).toBeGreaterThan(start / 1_000 - 1);
  fleet.remove('hv01');
  await clock.advance(40_000);
  expect(seriesValue(await scrape(), `hvitals_vm_state{vm_id="${web.id}"`)).toBe(2);
  await clock.advance(15_000);
  const gone = await scrape();
  expect(gone).not.toMatch(new RegExp(`hvitals_vm_(info|state|heartbeat_status)\\{vm_id="${web.id}"`));
  expect(gone).not.toContain('hvitals_host_vm_instances{host="hv01"');
  // The slower collectors have three intervals of their own.
  expect(kvpItems(gone, web)).toBe(10);
  expect(seriesValue(gone, `hvitals_vm_state{vm_id="${other.id}"`)).toBe(2);
  await clock.advance(200_000);
  const later = await scrape();
  expect(later).not.toContain(web.id);
  expect(seriesValue(later, lastSuccess)).toBe(stamp);
  expect(seriesValue(later, 'hvitals_scrape_outcome{host="hv01",collector="vm",outcome="unreachable"')).toBe(1);
  expect(seriesValue(later, 'hvitals_scrape_success{host="hv01",collector="vm"')).toBe(0);
  expect(seriesValue(later, 'hvitals_scrape_reading_age_seconds{host="hv01",collector="vm"')).toBeGreaterThan(200);
  expect(seriesValue(later, 'hvitals_scrape_interval_seconds{host="hv01",collector="vm"')).toBeGreaterThan(15);
  expect(seriesValue(later, 'hvitals_scrape_reading_age_seconds{host="hv02",collector="vm"')).toBeLessThan(16);
  fleet.set(makeHost('hv01', [web]));
  await clock.advance(300_000);
  const back = await scrape();
  expect(seriesValue(back, `hvitals_vm_state{vm_id="${web.id}"`)).toBe(2);
  expect(kvpItems(back, web)).toBe(10);
  expect(seriesValue(back, 'hvitals_scrape_interval_seconds{host="hv01",collector="vm"')).toBe(15);
});

test('one class hangs on one host: all other collectors of that host and all other hosts stay fresh', async () => {
  const faults = {
    hangingClasses: ['Msvm_KvpExchangeComponentSettingData'],
    missingClasses: [],
    missingNamespaces: [],
    slowClassesMs: {},
    failingClasses: {},
  };
  const { daemon, clock, fleet, scrape } = await rigFor([makeHost('hv01', [web]), makeHost('hv02', [other])]);
  await daemon.apply({ collectors: { 'integration-services': { enabled: false } } }, targetsOf('hv01', 'hv02'));
  await clock.advance(1_000);
  fleet.set(makeHost('hv01', [web], { faults }));
  for (let minute = 0; minute < 6; minute++) {
    await clock.advance(60_000);
    const text = await scrape();
    for (const host of ['hv01', 'hv02']) {
      expect(seriesValue(text, `hvitals_scrape_reading_age_seconds{host="${host}",collector="vm"`)).toBeLessThan(40);
      expect(seriesValue(text, `hvitals_scrape_reading_age_seconds{host="${host}",collector="heartbeat"`)).toBeLessThan(40);
    }
    expect(seriesValue(text, 'hvitals_scrape_reading_age_seconds{host="hv02",collector="kvp"')).toBeLessThan(61);
  }
  const text = await scrape();
  expect(seriesValue(text, 'hvitals_scrape_outcome{host="hv01",collector="kvp",outcome="timeout"')).toBe(1);
  expect(kvpItems(text, web)).toBeUndefined();
  fleet.set(makeHost('hv01', [web]));
  await clock.advance(300_000);
  expect(kvpItems(await scrape(), web)).toBe(10);
});

test('a live migration moves the VM to its new host without a second series', async () => {
  const { daemon, clock, fleet, scrape } = await rigFor([makeHost('hv01', [web]), makeHost('hv02', [other])]);
  await daemon.apply({ collectors: {} }, targetsOf('hv01', 'hv02'));
  await clock.advance(1_000);
  fleet.set(makeHost('hv02', [other, { ...web, kind: 'planned', state: 3 }]));
  await clock.advance(15_000);
  expect(await scrape()).toContain(`vm_id="${web.id}",vm="web-01",host="hv01"`);
  fleet.set(makeHost('hv01', []));
  fleet.set(makeHost('hv02', [other, { ...web, startedAt: clock.now() }]));
  await clock.advance(75_000);
  const text = await scrape();
  expect(text.match(new RegExp(`hvitals_vm_info\\{vm_id="${web.id}".*`, 'g'))).toEqual([
    `hvitals_vm_info{vm_id="${web.id}",vm="web-01",host="hv02",generation="2",version="9.0"} 1`,
  ]);
  expect(kvpItems(text, web)).toBe(10);
});

test('a tick in which nothing changed renders no VM again and writes no reading, however many VMs there are', async () => {
  const vms = Array.from({ length: 2_000 }, (_, index) => linuxVm(testVmId(1, index + 1), `vm-${index}`, start));
  const { daemon, clock, store, scrape } = await rigFor([makeHost('hv01', vms)]);
  await daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await clock.advance(65_000);
  await scrape();
  const before = { ...daemon.exposition.work };
  const newest = Math.max(...(await store.listReadings()).map(({ revision }) => revision));
  await clock.advance(60_000);
  await scrape();
  const ticks = 4;
  // Five lines per pair and tick tell how the scrape went: four ticks, of which one asks for all four collectors.
  expect(daemon.exposition.work.linesRendered - before.linesRendered).toBe(5 * (ticks * 2 + 2));
  expect(daemon.exposition.work.blocksEncoded - before.blocksEncoded).toBeLessThanOrEqual(5);
  expect(Math.max(...(await store.listReadings()).map(({ revision }) => revision))).toBe(newest);
  expect(daemon.exposition.work.series).toBeGreaterThan(20_000);
});

test('a store that refuses writes: nothing is shown that is not stored, the log says so, and the same facts come with the next tick', async () => {
  let broken = false;
  const wrapStore = (store: Store): Store => ({
    ...store,
    commitTick: (tick) => (broken ? Promise.reject(new Error('disk is full (planted)')) : store.commitTick(tick)),
  });
  const { daemon, clock, store, fleet, scrape, logged } = await rigFor([makeHost('hv01', [web])], { wrapStore });
  await daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await clock.advance(1_000);
  broken = true;
  fleet.set(makeHost('hv01', [{ ...web, state: 9 }, db]));
  await clock.advance(40_000);
  const during = await scrape();
  expect(seriesValue(during, `hvitals_vm_state{vm_id="${web.id}"`)).toBe(2);
  expect(during).not.toContain(db.id);
  expect(seriesValue(during, 'hvitals_daemon_commit_failures_total')).toBeGreaterThanOrEqual(4);
  expect(daemon.readiness().storeWritable).toBe(false);
  expect(logged.filter(({ msg }) => msg === 'store commit failed').length).toBeGreaterThanOrEqual(4);
  expect(logged.filter(({ msg }) => msg === 'tick given up, the store has the state before it')).not.toEqual([]);
  broken = false;
  await clock.advance(90_000);
  const after = await scrape();
  expect(seriesValue(after, `hvitals_vm_state{vm_id="${web.id}"`)).toBe(9);
  expect(kvpItems(after, db)).toBe(10);
  expect(daemon.readiness().storeWritable).toBe(true);
  expect((await store.listReadings({ vmId: db.id })).length).toBe(4);
});

test('after a restart the last readings are shown at once while they are fresh, and not when they are too old', async () => {
  const folder = await tempFolder();
  const first = await rigFor([makeHost('hv01', [web])], { folder });
  await first.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await first.clock.advance(1_000);
  await first.stop();
  const soon = await rigFor([], { folder, clock: createFakeClock(start + 30_000) });
  await soon.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  const text = await soon.scrape();
  expect(seriesValue(text, `hvitals_vm_state{vm_id="${web.id}"`)).toBe(2);
  expect(seriesValue(text, 'hvitals_scrape_reading_age_seconds{host="hv01",collector="vm"')).toBeCloseTo(30, 0);
  await soon.stop();
  const late = await rigFor([], { folder, clock: createFakeClock(start + 600_000) });
  await late.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  const old = await late.scrape();
  expect(old).not.toContain(web.id);
  expect(seriesValue(old, 'hvitals_scrape_last_success_timestamp_seconds{host="hv01",collector="vm"')).toBeGreaterThan(0);
});

test('stored readings that no longer fit the schema are dropped with their state, and the host is asked for everything anew', async () => {
  const folder = await tempFolder();
  const first = await rigFor([makeHost('hv01', [web, db])], { folder });
  await first.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await first.clock.advance(1_000);
  const at = start + 5_000;
  const upserts = [{ collector: 'kvp', vmId: web.id, reading: { written: 'by another version' } }];
  await first.store.commitTick({ host: 'hv01', scrapes: [], upserts, removals: [], changes: [], states: [], at });
  await first.stop();
  const second = await rigFor([makeHost('hv01', [web, db])], { folder, clock: createFakeClock(start + 20_000) });
  await second.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  expect(kvpItems(await second.scrape(), db)).toBeUndefined();
  expect(second.logged.filter(({ msg }) => msg === 'stored readings dropped')).toHaveLength(1);
  await second.clock.advance(1_000);
  expect([kvpItems(await second.scrape(), web), kvpItems(await second.scrape(), db)]).toEqual([10, 10]);
});

test('a reload takes hosts in and out, leaves the others alone, and forgets what is switched off', async () => {
  const { daemon, clock, store, scrape } = await rigFor([
    makeHost('hv01', [web]),
    makeHost('hv02', [other]),
    makeHost('hv03', [db]),
  ]);
  await daemon.apply({ collectors: {} }, targetsOf('hv01', 'hv02'));
  await clock.advance(1_000);
  await daemon.apply({ collectors: {} }, targetsOf('hv02', 'hv03'));
  await clock.advance(1_000);
  const text = await scrape();
  expect(text).not.toContain('host="hv01"');
  expect(text).not.toContain(web.id);
  expect(kvpItems(text, other)).toBe(10);
  expect(kvpItems(text, db)).toBe(10);
  expect((await store.listReadings({ host: 'hv01' })).length).toBe(0);
  expect(seriesValue(text, 'hvitals_daemon_scrapes_total{collector="vm",outcome="ok"')).toBe(3);
  await daemon.apply({ collectors: { kvp: { enabled: false } } }, targetsOf('hv02', 'hv03'));
  const without = await scrape();
  expect(without).not.toContain('hvitals_vm_kvp_intrinsic_items{');
  expect(without).not.toContain('collector="kvp"}');
  expect((await store.listReadings({ collector: 'kvp' })).length).toBe(0);
  expect(seriesValue(without, `hvitals_vm_state{vm_id="${db.id}"`)).toBe(2);
});
