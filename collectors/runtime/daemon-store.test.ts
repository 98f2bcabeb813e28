import { afterEach, expect, test } from 'vitest';
import type { SimulatedVm } from '#collectors/transport/simulated/scenario.ts';
import { createFakeClock } from '#lib/fake-clock.ts';
import type { Store } from '#lib/store/store.ts';
import { cleanUp, rigFor, seriesValue, start, targetsOf, tempFolder } from '../../e2e/support/daemon-rig.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';

afterEach(cleanUp);

const web = linuxVm(testVmId(1, 1), 'web-01', start);
const db = linuxVm(testVmId(1, 2), 'db-01', start);
const other = linuxVm(testVmId(2, 1), 'app-01', start);

const kvpItems = (text: string, vm: SimulatedVm) => seriesValue(text, `hvitals_vm_kvp_intrinsic_items{vm_id="${vm.id}"`);

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
  expect((await store.listReadings({ vmId: db.id })).length).toBe(5);
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
  const late = await rigFor([], { folder, clock: createFakeClock(start + 1_200_000) });
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
  await first.store.commitTick({ host: 'hv01', scrapes: [], upserts, removals: [], changes: [], events: [], states: [], at });
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
