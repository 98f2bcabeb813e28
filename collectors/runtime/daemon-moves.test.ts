import { afterEach, expect, test } from 'vitest';
import { cleanUp, rigFor, start, targetsOf } from '../../e2e/support/daemon-rig.ts';
import { findingSeries, heldFindings, withoutShutdown } from '../../e2e/support/findings-of.ts';
import { linuxVm, makeHost, testVmId, withoutKvpDaemon } from '../../e2e/support/make-host.ts';

afterEach(cleanUp);

const web = linuxVm(testVmId(1, 1), 'web-01', start);
const other = linuxVm(testVmId(2, 1), 'app-01', start);

test('a live migration keeps findings and their since, also while the VM is seen nowhere or twice', async () => {
  const broken = withoutKvpDaemon(withoutShutdown(web));
  const rig = await rigFor([makeHost('hv01', [broken]), makeHost('hv02', [other])]);
  await rig.daemon.apply({ collectors: {} }, targetsOf('hv01', 'hv02'));
  await rig.clock.advance(20_000);
  const before = await heldFindings(rig);
  expect(before.map(([, code]) => code)).toEqual(['kvp-daemon-missing', 'shutdown-unavailable']);
  const seen = new Set<string>();
  const watch = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 5) {
      await rig.clock.advance(5_000);
      seen.add(JSON.stringify(await heldFindings(rig)));
      for (const one of await findingSeries(rig)) expect(one).toMatch(/^web-01 /);
    }
  };
  rig.fleet.set(makeHost('hv02', [other, { ...broken, kind: 'planned', state: 3 }]));
  await watch(20);
  // Nowhere for a moment, as when the old host is read just after and the new one just before the switch.
  rig.fleet.set(makeHost('hv01', []));
  rig.fleet.set(makeHost('hv02', [other]));
  await watch(15);
  rig.fleet.set(makeHost('hv02', [other, { ...broken, startedAt: rig.clock.now() }]));
  await watch(300);
  // And back, the new place seen before the old one has let go.
  rig.fleet.set(makeHost('hv01', [{ ...broken, startedAt: rig.clock.now() }]));
  await watch(10);
  rig.fleet.set(makeHost('hv02', [other]));
  await watch(300);
  expect([...seen]).toEqual([JSON.stringify(before)]);
});

test('one id that keeps running on two hosts is a finding of both, and clears when one ends', async () => {
  const rig = await rigFor([makeHost('hv01', [web]), makeHost('hv02', [other])]);
  await rig.daemon.apply({ collectors: {} }, targetsOf('hv01', 'hv02'));
  await rig.clock.advance(20_000);
  rig.fleet.set(makeHost('hv02', [other, { ...web, startedAt: rig.clock.now() }]));
  await rig.clock.advance(60_000);
  expect(await findingSeries(rig)).toEqual(['web-01 duplicate-vm-id critical']);
  rig.fleet.remove('hv02');
  await rig.clock.advance(300_000);
  expect(await findingSeries(rig)).toEqual(['web-01 duplicate-vm-id critical']);
  rig.fleet.set(makeHost('hv02', [other]));
  await rig.clock.advance(600_000);
  expect(await findingSeries(rig)).toEqual([]);
});

test('failover: the VM and its findings are judged where it was taken over, and its series are those of the new host', async () => {
  const rig = await rigFor([makeHost('hv01', [withoutShutdown(web)]), makeHost('hv02', [other])]);
  await rig.daemon.apply({ collectors: {} }, targetsOf('hv01', 'hv02'));
  await rig.clock.advance(20_000);
  expect((await heldFindings(rig)).map(([, code]) => code)).toEqual(['shutdown-unavailable']);
  rig.fleet.remove('hv01');
  await rig.clock.advance(20_000);
  // Older start than the last word of the lost host: only that it came later counts.
  const failedOver = { ...web, startedAt: start - 9_000_000, state: 10 };
  rig.fleet.set(makeHost('hv02', [other, failedOver]));
  await rig.clock.advance(90_000);
  const text = await rig.scrape();
  expect(text).toContain(`hvitals_vm_info{vm_id="${web.id}",vm="web-01",host="hv02"`);
  expect(text).toContain(`hvitals_vm_state{vm_id="${web.id}",vm="web-01"} 10\n`);
  rig.fleet.set(makeHost('hv02', [other, { ...failedOver, state: 2 }]));
  await rig.clock.advance(120_000);
  expect(await heldFindings(rig)).toEqual([]);
});

test('failover to a VM that stays off: it takes over once the lost host is given up', async () => {
  const rig = await rigFor([makeHost('hv01', [withoutShutdown(web)]), makeHost('hv02', [other])]);
  await rig.daemon.apply({ collectors: {} }, targetsOf('hv01', 'hv02'));
  // Just after hv01 was read, so that hv02 shows its copy before hv01 is missed.
  const readAgo = async () => rig.clock.now() - ((await rig.store.listScrapes({ host: 'hv01' }))[0]?.finishedAt ?? 0);
  for (let waited = 0; waited < 20 || (await readAgo()) > 1_000; waited++) await rig.clock.advance(1_000);
  rig.fleet.remove('hv01');
  rig.fleet.set(makeHost('hv02', [other, { ...web, state: 3, startedAt: undefined }]));
  await rig.clock.advance(300_000);
  expect(await heldFindings(rig)).toEqual([]);
  expect(await rig.scrape()).toContain(`vm_id="${web.id}",vm="web-01",host="hv02"`);
});
