import { describe, expect, it } from 'vitest';
import { disk } from '#collectors/disk/disk.ts';
import type { DiskState } from '#collectors/disk/disk-state.ts';
import type { DiskReading } from '#lib/model/readings/disk.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { demoFleet } from './demo-fleet.ts';
import { growthAt } from './demo-storage.ts';
import { diskRecord } from './disk-record.ts';
import type { SimulatedHost, SimulatedVm } from './scenario.ts';

const midnight = Date.UTC(2026, 5, 1);
const minute = 60_000;
const fleet = demoFleet({ hosts: 6, vmsPerHost: 20, seed: 1 });
const growing = 8;

function hostAt(name: string, now: number): SimulatedHost {
  const host = fleet.hostAt(name, now);
  if (host === undefined) throw new Error(`${name} is out of reach`);
  return host;
}

function vmAt(slot: number, now: number): SimulatedVm {
  const vm = hostAt('hv01', now).vms[slot];
  if (vm === undefined) throw new Error(`hv01 has no VM ${slot}`);
  return vm;
}

describe('disks of the demo fleet', () => {
  it('are on every VM, and are what its beacon says of them', () => {
    const vms = fleet.hostNames.flatMap((name) => fleet.hostAt(name, midnight)?.vms ?? []);
    expect(vms.filter(({ storage }) => storage.drives.length === 0)).toEqual([]);
    for (const { storage, beacon } of vms) {
      for (const { controllerId, lun, sizeBytes } of beacon?.disks ?? []) {
        if (controllerId === undefined) continue;
        const on = storage.drives.find(
          ({ controller, location, files }) =>
            files.length > 0 && location === lun && storage.controllers[controller]?.guid === controllerId,
        );
        expect(on?.deviceBytes).toBe(sizeBytes);
      }
    }
  });

  it('have no file twice, and a chain where there is a checkpoint', () => {
    const host = hostAt('hv01', midnight);
    const paths = host.vms.flatMap(({ storage }) => storage.drives.flatMap(({ files }) => files.map(({ path }) => path)));
    expect(new Set(paths).size).toBe(paths.length);
    const vms = fleet.hostNames.flatMap((name) => fleet.hostAt(name, midnight)?.vms ?? []);
    for (const { storage, checkpoints } of vms) expect(storage.drives[0]?.files.length).toBe(checkpoints.length + 1);
  });

  it('stay the same objects as long as nothing happens to them', () => {
    const later = new Map(hostAt('hv01', midnight + 90 * minute).vms.map(({ id, storage }) => [id, storage]));
    const { id: growingId } = vmAt(growing, midnight);
    const stayed = hostAt('hv01', midnight).vms.filter(({ id }) => later.has(id) && id !== growingId);
    expect(stayed.length).toBeGreaterThan(15);
    for (const { id, storage } of stayed) expect(later.get(id)).toBe(storage);
  });
});

describe('the disk that grows', () => {
  const sizes = (now: number) => {
    const { storage, beacon } = vmAt(growing, now);
    return [
      storage.drives[0]?.deviceBytes ?? 0,
      beacon?.disks[0]?.sizeBytes ?? 0,
      beacon?.filesystems[0]?.sizeBytes ?? 0,
    ] as const;
  };

  it('is seen by the guest 25 minutes later, and its filesystem 50', () => {
    const [host, kernel, filesystem] = sizes(midnight + 119 * minute);
    expect(kernel).toBe(host);
    const step = 20 * 1_073_741_824;
    expect(sizes(midnight + 121 * minute)).toEqual([host + step, kernel, filesystem]);
    expect(sizes(midnight + 146 * minute)).toEqual([host + step, kernel + step, filesystem]);
    expect(sizes(midnight + 171 * minute)).toEqual([host + step, kernel + step, filesystem + step]);
  });

  it('changes at the ends of its spans and nowhere else', () => {
    for (let now = midnight - 5 * minute; now < midnight + 300 * minute; now += minute) {
      const { growth, span } = growthAt(now);
      expect(span.from <= now && now < span.until).toBe(true);
      expect(growthAt(span.from).growth).toEqual(growth);
      expect(growthAt(span.until - 1).growth).toEqual(growth);
      expect(growthAt(span.until).growth).not.toEqual(growth);
    }
  });

  it('is resized eleven times a day and replaced at midnight, and no other disk of its host has an event', () => {
    let previous: ReadonlyMap<VmId, DiskReading> = new Map();
    let state: DiskState | undefined;
    const told: Record<string, number> = {};
    let others = 0;
    const { id } = vmAt(growing, midnight);
    for (let now = midnight - 5 * minute; now < midnight + 24 * 60 * minute; now += 5 * minute) {
      const { data } = diskRecord(hostAt('hv01', now), disk.args(state));
      const result = disk.parse(data, { hostTime: now, now, state, previous });
      if (!result.ok) throw new Error(result.reason);
      for (const { kind, vmId } of result.events ?? []) {
        expect(vmId).toBe(id);
        told[kind] = (told[kind] ?? 0) + 1;
      }
      for (const [vmId, reading] of result.vms) {
        if (vmId !== id && previous.has(vmId) && previous.get(vmId) !== reading) others += 1;
      }
      previous = result.vms;
      state = result.state ?? state;
    }
    expect(told).toEqual({ 'disk-resized': 11, 'disk-replaced': 1 });
    // The VM that is switched on and off shows its devices once it is on.
    expect(others).toBeLessThanOrEqual(1);
  });
});
