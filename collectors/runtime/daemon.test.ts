import { afterEach, expect, test } from 'vitest';
import { registry } from '#collectors/registry.ts';
import type { SimulatedVm } from '#collectors/transport/simulated/scenario.ts';
import { cleanUp, rigFor, seriesValue, start, targetsOf } from '../../e2e/support/daemon-rig.ts';
import { linuxVm, makeHost, testVmId, withoutKvpDaemon } from '../../e2e/support/make-host.ts';

afterEach(cleanUp);

const web = linuxVm(testVmId(1, 1), 'web-01', start);
const db = linuxVm(testVmId(1, 2), 'db-01', start);
const other = linuxVm(testVmId(2, 1), 'app-01', start);

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
  expect(readings.map(({ collector }) => collector).toSorted()).toEqual([
    'beacon',
    'disk',
    'heartbeat',
    'integration-services',
    'kvp',
    'vm',
  ]);
  expect((await store.listScrapes()).map(({ outcome }) => outcome)).toEqual(Array(2 * registry.length).fill('ok'));
  expect(await store.listTargets()).toHaveLength(2);
});

test('a VM that is renamed has all its series under the new name and none under the old one, at its next tick', async () => {
  const { daemon, clock, fleet, scrape } = await rigFor([makeHost('hv01', [web, db])]);
  await daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await clock.advance(1_000);
  const seriesOf = (text: string) => text.split('\n').filter((line) => line.includes(`vm_id="${web.id}"`));
  const before = seriesOf(await scrape());
  fleet.set(makeHost('hv01', [{ ...web, name: 'web "2"\nnew' }, db]));
  await clock.advance(15_100);
  const after = seriesOf(await scrape());
  expect(after.length).toBe(before.length);
  for (const line of after) expect(line).toContain('vm="web \\"2\\"\\nnew"');
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
  // Without disks, whose series live for a quarter of an hour.
  await daemon.apply({ collectors: { disk: { enabled: false } } }, targetsOf('hv01', 'hv02'));
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
  // Two lines per pair and tick tell when and how long the scrape was: four ticks with vm, heartbeat, power and migration, of which one
  // asks for four more, and two for the clock. That it went as the one before is not said again.
  expect(daemon.exposition.work.linesRendered - before.linesRendered).toBe(2 * (ticks * 4 + 4 + 2));
  expect(daemon.exposition.work.blocksEncoded - before.blocksEncoded).toBeLessThanOrEqual(5);
  expect(Math.max(...(await store.listReadings()).map(({ revision }) => revision))).toBe(newest);
  expect(daemon.exposition.work.series).toBeGreaterThan(20_000);
});
