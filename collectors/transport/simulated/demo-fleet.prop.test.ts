import fc from 'fast-check';
import { expect, it } from 'vitest';
import { integrationServices } from '#lib/model/integration-service.ts';
import { parseVmId } from '#lib/model/vm-id.ts';
import { demoFleet } from './demo-fleet.ts';
import type { SimulatedVm } from './scenario.ts';

const options = fc.record({
  hosts: fc.integer({ min: 1, max: 7 }),
  vmsPerHost: fc.integer({ min: 1, max: 24 }),
  seed: fc.integer({ min: -(2 ** 31), max: 2 ** 31 }),
});
const moments = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2040, 0, 1) });

it('is the same for the same options and moment, whatever was asked before', () => {
  fc.assert(
    fc.property(options, moments, fc.array(moments, { maxLength: 5 }), (fleet, now, before) => {
      const asked = demoFleet(fleet);
      for (const moment of before) asked.at(moment);
      expect(asked.at(now)).toEqual(demoFleet(fleet).at(now));
    }),
    { numRuns: 60 },
  );
});

it('has every VM valid at every moment', () => {
  fc.assert(
    fc.property(options, moments, (fleet, now) => {
      for (const host of demoFleet(fleet).at(now)) {
        // One VM migrates between the first two.
        const travels = fleet.hosts > 1 && fleet.vmsPerHost > 9 && (host.name === 'hv01' || host.name === 'hv02');
        expect(Math.abs(host.vms.length - fleet.vmsPerHost)).toBeLessThanOrEqual(travels ? 1 : 0);
        expect(new Set(host.vms.map(({ id }) => id)).size).toBe(host.vms.length);
        for (const vm of host.vms) expectValid(vm, now);
      }
    }),
    { numRuns: 60 },
  );
});

it('has one running VM at most for each id in the fleet', () => {
  fc.assert(
    fc.property(options, moments, (fleet, now) => {
      const running = demoFleet(fleet)
        .at(now)
        .flatMap(({ vms }) => vms.filter(({ state }) => state === 2).map(({ id }) => id));
      expect(new Set(running).size).toBe(running.length);
    }),
    { numRuns: 60 },
  );
});

it('keeps the VMs of a smaller fleet in a larger one, beside the special places at its end', () => {
  const small = demoFleet({ hosts: 6, vmsPerHost: 20, seed: 3 });
  const large = demoFleet({ hosts: 9, vmsPerHost: 20, seed: 3 });
  const now = Date.UTC(2026, 5, 1);
  for (const name of ['hv01', 'hv02', 'hv03', 'hv04']) expect(ids(large, name, now)).toEqual(ids(small, name, now));
});

function ids(fleet: ReturnType<typeof demoFleet>, name: string, now: number) {
  return fleet.hostAt(name, now)?.vms.map(({ id }) => id) ?? 'out of reach';
}

function expectValid(vm: SimulatedVm, now: number): void {
  expect(parseVmId(vm.id)).toBe(vm.id);
  expect(vm.name).not.toBe('');
  expect([2, 3, 6, 9]).toContain(vm.state);
  expect(vm.startedAt !== undefined).toBe(vm.state === 2 || vm.state === 9);
  expect(vm.startedAt ?? now).toBeLessThanOrEqual(now);
  expect(vm.stateChangedAt).toBeLessThanOrEqual(now);
  expect(vm.createdAt).toBeLessThanOrEqual(now);
  expect(Object.keys(vm.services).sort()).toEqual([...integrationServices].sort());
  if (vm.state === 3 || vm.state === 6) expect(vm.kvp).toMatchObject({ intrinsic: [], guest: [], rawGuestItems: [] });
  // A guest reports all of its keys or none: ten from Linux and FreeBSD, nineteen from Windows.
  expect([0, 10, 19]).toContain(vm.kvp.intrinsic.length);
  if (vm.services.kvp.status[0] === 12) expect(vm.kvp.intrinsic).toEqual([]);
  // A beacon's items come the same way as all others.
  if (vm.kvp.intrinsic.length === 0) expect(vm.beacon).toBeUndefined();
  expect(vm.beacon?.startedAt ?? now).toBeLessThanOrEqual(now);
}
