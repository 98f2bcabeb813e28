import { describe, expect, it } from 'vitest';
import type { VmReading } from '#lib/model/readings/vm.ts';
import { vmIdOf } from '../../e2e/golden/arbitrary-record.ts';
import { vm } from './vm.ts';

const hostTime = Date.parse('2026-11-23T07:40:00.000Z');
const context = { hostTime, now: hostTime + 400, state: undefined, previous: new Map() };
const host = { computerName: 'HV01', countedByHealthSummary: null };
const row = { id: vmIdOf(1), name: 'web01', kind: 'realized', state: 2, operationalStatus: [2], onTimeMs: 7_200_000 };

function read(rows: readonly object[], previous: ReadonlyMap<string, VmReading> = new Map()) {
  const result = vm.parse({ host, vms: rows }, { ...context, previous: previous as (typeof context)['previous'] });
  if (!result.ok) throw new Error(result.reason);
  return result;
}

describe('vm reading', () => {
  it('takes over what the host says and leaves out what it does not say', () => {
    const said = {
      ...row,
      otherState: 'Saving',
      healthState: 25,
      operationalStatus: [2, 32774],
      stateChangedAt: '2026-11-23T05:40:00.0000000Z',
      createdAt: '2025-01-02T03:04:05Z',
      generation: 1,
      version: '9.0',
      replicationMode: 1,
      processors: 4,
      guestOperatingSystem: 'FreeBSD',
    };
    expect(read([said]).vms.get(vmIdOf(1))).toEqual({
      name: 'web01',
      kind: 'realized',
      state: 2,
      otherState: 'Saving',
      healthState: 25,
      operationalStatus: [2, 32774],
      startedAt: '2026-11-23T05:40:00.000Z',
      stateChangedAt: '2026-11-23T05:40:00.000Z',
      createdAt: '2025-01-02T03:04:05.000Z',
      generation: 1,
      version: '9.0',
      replicationMode: 1,
      processors: 4,
      guestOperatingSystem: 'FreeBSD',
    });
    const nothing = { ...row, onTimeMs: null, operationalStatus: null, createdAt: null, version: null, generation: null };
    expect(Object.keys(read([nothing]).vms.get(vmIdOf(1)) ?? {}).sort()).toEqual(['kind', 'name', 'operationalStatus', 'state']);
  });

  it('keeps two VMs of one name apart', () => {
    const { vms, partialReason } = read([row, { ...row, id: vmIdOf(2), state: 3 }]);
    expect([...vms.values()].map(({ name, state }) => [name, state])).toEqual([
      ['web01', 2],
      ['web01', 3],
    ]);
    expect(partialReason).toBeUndefined();
  });

  it('passes unknown codes through and drops a generation that the model does not have', () => {
    const reading = read([{ ...row, state: 40_001, healthState: 99, generation: 3 }]).vms.get(vmIdOf(1));
    expect(reading).toMatchObject({ state: 40_001, healthState: 99 });
    expect(reading?.generation).toBeUndefined();
  });

  it('cuts what a guest calls its system', () => {
    const reading = read([{ ...row, guestOperatingSystem: 'A'.repeat(100_000) }]).vms.get(vmIdOf(1));
    expect(reading?.guestOperatingSystem).toHaveLength(256);
  });

  it('counts instances of every kind, zero included, and not those that could not be read', () => {
    const { host: counted, partialReason } = read([row, { ...row, id: vmIdOf(2), kind: 'replica' }, { id: vmIdOf(3) }]);
    expect(counted).toEqual({ computerName: 'HV01', instances: { realized: 1, planned: 0, replica: 1 } });
    expect(partialReason).toContain(vmIdOf(3));
  });

  it('reads the VMs of a record without a host row and says that it is missing', () => {
    const result = vm.parse({ vms: [row] }, context);
    expect(result.ok && result.vms.size).toBe(1);
    expect(result.ok && result.host).toBeUndefined();
    expect(result.ok && result.partialReason).toBe('Left out: the host row has no computer name.');
  });

  it('is a parse error with a reason where there is no list of VMs', () => {
    expect(vm.parse('nonsense', context)).toEqual({ ok: false, reason: expect.stringMatching(/^The record has no list of VMs/) });
  });
});

describe('start of a VM', () => {
  const startedAt = (change: object, before?: string) => {
    const previous = { name: 'web01', kind: 'realized' as const, state: 2, operationalStatus: [2] };
    const readings = before === undefined ? new Map() : new Map([[vmIdOf(1), { ...previous, startedAt: before }]]);
    return read([{ ...row, ...change }], readings).vms.get(vmIdOf(1))?.startedAt;
  };

  it('is the time of the host less the uptime', () => {
    expect(startedAt({})).toBe('2026-11-23T05:40:00.000Z');
  });

  it.each([
    ['2026-11-23T05:39:58.000Z', '2026-11-23T05:39:58.000Z'],
    ['2026-11-23T05:40:02.000Z', '2026-11-23T05:40:02.000Z'],
    ['2026-11-23T05:39:57.999Z', '2026-11-23T05:40:00.000Z'],
    ['2026-11-23T05:40:02.001Z', '2026-11-23T05:40:00.000Z'],
  ])('seen before as %s is now %s: two seconds of jitter are none', (before, now) => {
    expect(startedAt({}, before)).toBe(now);
  });

  it.each([
    ['off', { state: 3 }],
    ['saved', { state: 6 }],
    ['without an uptime', { onTimeMs: null }],
    ['starting, with an uptime of zero', { state: 10, onTimeMs: 0 }],
    ['on for longer than Unix time', { onTimeMs: Number.MAX_SAFE_INTEGER }],
  ])('is absent while the VM is %s', (_what, change) => {
    expect(startedAt(change, '2026-11-23T05:40:00.000Z')).toBeUndefined();
  });

  it.each([9, 1, 4, 40_001])('is known in state %i, in which the VM is on', (state) => {
    expect(startedAt({ state })).toBe('2026-11-23T05:40:00.000Z');
  });
});

describe('vm samples', () => {
  const identity = { vmId: vmIdOf(1), name: 'web01', host: 'hv01' };
  const reading = read([{ ...row, healthState: 5, generation: 2, version: '9.0' }]).vms.get(vmIdOf(1));

  it('name the host in the info series alone, so that a migration moves no other series', () => {
    const samples = reading === undefined ? [] : (vm.vmSamples?.(reading, identity) ?? []);
    expect(samples.map(({ metric, value }) => [metric, value])).toEqual([
      ['hvitals_vm_info', 1],
      ['hvitals_vm_state', 2],
      ['hvitals_vm_health_state', 5],
      ['hvitals_vm_start_time_seconds', (hostTime - 7_200_000) / 1_000],
    ]);
    expect(samples.filter(({ labels }) => 'host' in labels).map(({ metric }) => metric)).toEqual(['hvitals_vm_info']);
  });

  it('have no series for what is not known', () => {
    const bare: VmReading = { name: 'web01', kind: 'realized', state: 3, operationalStatus: [] };
    expect(vm.vmSamples?.(bare, identity)).toEqual([
      { metric: 'hvitals_vm_info', labels: { vm_id: vmIdOf(1), vm: 'web01', host: 'hv01' }, value: 1 },
      { metric: 'hvitals_vm_state', labels: { vm_id: vmIdOf(1), vm: 'web01' }, value: 3 },
    ]);
  });
});
