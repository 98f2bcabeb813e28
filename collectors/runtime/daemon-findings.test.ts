import { afterEach, expect, test } from 'vitest';
import type { SimulatedVm } from '#collectors/transport/simulated/scenario.ts';
import { createFakeClock } from '#lib/fake-clock.ts';
import type { Store } from '#lib/store/store.ts';
import { cleanUp, type Rig, rigFor, start, targetsOf, tempFolder } from '../../e2e/support/daemon-rig.ts';
import { findingSeries, heldFindings, withoutShutdown } from '../../e2e/support/findings-of.ts';
import { linuxVm, makeHost, testVmId, withoutKvpDaemon } from '../../e2e/support/make-host.ts';

afterEach(cleanUp);

const web = linuxVm(testVmId(1, 1), 'web-01', start);
const db = linuxVm(testVmId(1, 2), 'db-01', start);
const other = linuxVm(testVmId(2, 1), 'app-01', start);

const withStatus = (vm: SimulatedVm, service: 'heartbeat' | 'shutdown', status: readonly number[]): SimulatedVm => ({
  ...vm,
  services: { ...vm.services, [service]: { ...vm.services[service], status } },
});
const countOf = async ({ scrape }: Pick<Rig, 'scrape'>, code: string) =>
  (await scrape()).match(new RegExp(`^hvitals_finding_vms\\{code="${code}",severity="[a-z]+"\\} (.*)$`, 'm'))?.[1];

test("a guest's KVP daemon dies: a finding within two ticks, in store and metrics, and gone once it is back", async () => {
  const rig = await rigFor([makeHost('hv01', [web, db])]);
  await rig.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await rig.clock.advance(1_000);
  expect([await heldFindings(rig), await findingSeries(rig), await countOf(rig, 'kvp-daemon-missing')]).toEqual([[], [], '0']);
  rig.fleet.set(makeHost('hv01', [withoutKvpDaemon(web), db]));
  await rig.clock.advance(120_000);
  const [[vm, code, foundAfter] = []] = await heldFindings(rig);
  expect([vm, code]).toEqual([1, 'kvp-daemon-missing']);
  expect(foundAfter).toBeLessThanOrEqual(61);
  expect(await findingSeries(rig)).toEqual(['web-01 kvp-daemon-missing warning']);
  expect(await countOf(rig, 'kvp-daemon-missing')).toBe('1');
  const [stored] = await rig.store.listFindings();
  expect(stored).toMatchObject({
    severity: 'warning',
    host: 'hv01',
    finding: { cause: { key: 'finding.kvp-daemon-missing.cause' } },
  });
  rig.fleet.set(makeHost('hv01', [web, db]));
  await rig.clock.advance(120_000);
  expect([await heldFindings(rig), await findingSeries(rig), await countOf(rig, 'kvp-daemon-missing')]).toEqual([[], [], '0']);
});

test('since stays while a finding holds, also when its evidence changes, and begins anew after a break', async () => {
  const rig = await rigFor([makeHost('hv01', [withStatus(web, 'heartbeat', [2])])]);
  await rig.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await rig.clock.advance(30_000);
  rig.fleet.set(makeHost('hv01', [withStatus(web, 'heartbeat', [13])]));
  await rig.clock.advance(30_000);
  const [[, , since] = []] = await heldFindings(rig);
  expect(since).toBeLessThanOrEqual(46);
  rig.fleet.set(makeHost('hv01', [withStatus(web, 'heartbeat', [12])]));
  await rig.clock.advance(60_000);
  expect(await heldFindings(rig)).toEqual([[1, 'heartbeat-lost', since]]);
  expect(JSON.stringify((await rig.store.listFindings())[0]?.finding)).toContain('status.12');
  rig.fleet.set(makeHost('hv01', [web]));
  await rig.clock.advance(30_000);
  expect(await heldFindings(rig)).toEqual([]);
  rig.fleet.set(makeHost('hv01', [withStatus(web, 'heartbeat', [13])]));
  await rig.clock.advance(30_000);
  expect((await heldFindings(rig))[0]?.[2]).toBeGreaterThan(120);
});

test('a host out of reach keeps the findings of its VMs, in the metrics too; when it is back they are judged', async () => {
  const rig = await rigFor([makeHost('hv01', [withoutKvpDaemon(web), withoutShutdown(db)]), makeHost('hv02', [other])]);
  await rig.daemon.apply({ collectors: {} }, targetsOf('hv01', 'hv02'));
  await rig.clock.advance(1_000);
  const before = await heldFindings(rig);
  expect(before).toHaveLength(2);
  rig.fleet.remove('hv01');
  await rig.clock.advance(600_000);
  expect(await heldFindings(rig)).toEqual(before);
  expect(await findingSeries(rig)).toHaveLength(2);
  rig.fleet.set(makeHost('hv01', [web, withoutShutdown(db)]));
  await rig.clock.advance(600_000);
  expect(await heldFindings(rig)).toEqual([before[1]]);
});

test('a restart takes the findings up before its first tick, with their since, and nothing flaps', async () => {
  const folder = await tempFolder();
  const hosts = [makeHost('hv01', [withoutKvpDaemon(web)])];
  const first = await rigFor(hosts, { folder });
  await first.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await first.clock.advance(1_000);
  const before = await first.store.listFindings();
  expect(before).toHaveLength(1);
  await first.stop();
  const second = await rigFor(hosts, { folder, clock: createFakeClock(start + 3_600_000) });
  await second.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  expect(await findingSeries(second)).toEqual(['web-01 kvp-daemon-missing warning']);
  await second.clock.advance(120_000);
  expect(await second.store.listFindings()).toEqual(before);
  expect(second.logged.filter(({ msg }) => msg === 'finding changed')).toEqual([]);
});

test('a VM that is gone loses its findings after a moment, one whose host is no target any more at once', async () => {
  const rig = await rigFor([makeHost('hv01', [withoutShutdown(web)]), makeHost('hv02', [withoutShutdown(other)])]);
  await rig.daemon.apply({ collectors: {} }, targetsOf('hv01', 'hv02'));
  await rig.clock.advance(1_000);
  expect(await heldFindings(rig)).toHaveLength(2);
  rig.fleet.set(makeHost('hv01', []));
  await rig.clock.advance(60_000);
  expect((await rig.store.listFindings()).map(({ host }) => host)).toEqual(['hv02']);
  await rig.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  expect([await heldFindings(rig), await findingSeries(rig)]).toEqual([[], []]);
});

test('what a host out of the configuration left behind while the collectors were down is cleared at the start', async () => {
  const folder = await tempFolder();
  const first = await rigFor([makeHost('hv01', [withoutShutdown(web)])], { folder });
  await first.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await first.clock.advance(1_000);
  await first.store.commitFindings({
    upserts: [{ vmId: web.id, code: 'of-another-version', severity: 'info', host: 'hv01', since: start, finding: {} }],
    cleared: [],
    at: start,
  });
  expect(await heldFindings(first)).toHaveLength(2);
  await first.stop();
  const same = await rigFor([makeHost('hv01', [withoutShutdown(web)])], { folder, clock: createFakeClock(start + 60_000) });
  await same.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  expect((await heldFindings(same)).map(([, code]) => code)).toEqual(['shutdown-unavailable']);
  await same.stop();
  const second = await rigFor([], { folder, clock: createFakeClock(start + 120_000) });
  await second.daemon.apply({ collectors: {} }, targetsOf('hv02'));
  expect(await heldFindings(second)).toEqual([]);
});

test('a store that refuses findings shows none of the new ones, and since is when they were first found', async () => {
  let broken = true;
  const wrapStore = (store: Store): Store => ({
    ...store,
    commitFindings: (commit) => (broken ? Promise.reject(new Error('disk is full (planted)')) : store.commitFindings(commit)),
  });
  const rig = await rigFor([makeHost('hv01', [withoutShutdown(web)])], { wrapStore });
  await rig.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await rig.clock.advance(60_000);
  expect([await heldFindings(rig), await findingSeries(rig)]).toEqual([[], []]);
  expect(rig.logged.find(({ msg }) => String(msg).startsWith('findings could not be stored'))).toMatchObject({ host: 'hv01' });
  broken = false;
  await rig.clock.advance(30_000);
  expect(await heldFindings(rig)).toEqual([[1, 'shutdown-unavailable', 0]]);
  expect(await findingSeries(rig)).toHaveLength(1);
});

test('a guest that boots is not judged while its grace lasts, and is right after, though nothing of it changes', async () => {
  const silent = withoutKvpDaemon({ ...web, startedAt: start - 1_000 });
  const rig = await rigFor([makeHost('hv01', [silent])]);
  await rig.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await rig.clock.advance(100_000);
  expect(await heldFindings(rig)).toEqual([]);
  await rig.clock.advance(90_000);
  const [[, code, since] = []] = await heldFindings(rig);
  expect(code).toBe('kvp-daemon-missing');
  expect(since).toBeGreaterThan(118);
  expect(since).toBeLessThan(182);
});

test('a VM that is renamed has its finding under the new name alone', async () => {
  const rig = await rigFor([makeHost('hv01', [withoutShutdown(web)])]);
  await rig.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await rig.clock.advance(1_000);
  rig.fleet.set(makeHost('hv01', [{ ...withoutShutdown(web), name: 'web-02' }]));
  await rig.clock.advance(15_000);
  expect(await findingSeries(rig)).toEqual(['web-02 shutdown-unavailable warning']);
});
