import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoFleet } from '../../collectors/transport/simulated/demo-fleet.ts';
import type { SimulatedVm } from '../../collectors/transport/simulated/scenario.ts';
import { linuxVm, makeHost, testVmId } from '../support/make-host.ts';
import { assertRealProperties, type CimRow } from './cim-classes.ts';
import { toCimRows } from './to-cim-rows.ts';
import { writeSimulatedState } from './write-state.ts';

const now = Date.UTC(2026, 10, 23, 12);
const [one, two, three] = [testVmId(1, 1), testVmId(1, 2), testVmId(1, 3)];
const checkpoint = '0c0ffee0-0000-4000-8000-00000000000a';
const leftover = '0c0ffee0-0000-4000-8000-00000000000b';
const running = linuxVm(one, 'web', now, {
  checkpoints: [
    { id: checkpoint, name: 'before update', type: 'standard', createdAt: now - 1_000 },
    { id: leftover, name: 'backup', type: 'recovery', createdAt: now - 86_400_000 },
  ],
});
const off = linuxVm(two, 'web', now, { state: 3, startedAt: undefined });
const paused = linuxVm(three, 'a\'b$(x)\n"', now, { state: 9 });

function rowsOf(vms: readonly SimulatedVm[], className: string, over: Parameters<typeof makeHost>[2] = {}): readonly CimRow[] {
  return toCimRows(makeHost('hv01', vms, over), now)[className] ?? [];
}

const upper = (id: string) => id.toUpperCase();
const settingClasses = Object.keys(toCimRows(makeHost('hv01', [running]), now)).filter((name) =>
  /(Component|Processor)SettingData$/.test(name),
);

describe('rows that are not VMs', () => {
  test('the host has a row of its own among the computer systems, with a translated caption and no VM states', () => {
    const [host] = rowsOf([running], 'Msvm_ComputerSystem', { language: 'zh' });
    expect(host).toMatchObject({ Name: 'HV01', Caption: '\u5bbf\u4e3b\u8ba1\u7b97\u673a\u7cfb\u7edf', EnabledState: 2 });
    for (const name of ['OnTimeInMilliseconds', 'ProcessID', 'ReplicationMode', 'InstallDate', 'TimeOfLastStateChange']) {
      expect(host?.[name] ?? null).toBeNull();
    }
  });

  test.each(settingClasses)('%s has templates, a pool, every VM in any state, and every checkpoint', (name) => {
    const ids = rowsOf([running, off], name).map((row) => String(row.InstanceID));
    expect(ids.filter((id) => id.startsWith('Microsoft:Definition\\'))).toHaveLength(4);
    expect(ids.filter((id) => id.startsWith('Microsoft:Pool\\'))).toHaveLength(1);
    for (const id of [one, two, checkpoint, leftover]) {
      expect(ids.filter((text) => text.startsWith(`Microsoft:${upper(id)}\\`))).toHaveLength(1);
    }
  });

  test('checkpoints stand among the VM settings under their own id and name their VM', () => {
    const rows = rowsOf([running], 'Msvm_VirtualSystemSettingData');
    expect(rows.map((row) => [row.InstanceID, row.VirtualSystemType, row.VirtualSystemIdentifier])).toEqual([
      [`Microsoft:${upper(one)}`, 'Microsoft:Hyper-V:System:Realized', upper(one)],
      [`Microsoft:${upper(checkpoint)}`, 'Microsoft:Hyper-V:Snapshot:Realized', upper(one)],
      [`Microsoft:${upper(leftover)}`, 'Microsoft:Hyper-V:Snapshot:Recovery', upper(one)],
    ]);
  });

  test('an incoming VM is a planned system with planned settings, and no computer system', () => {
    const vms = [running, linuxVm(two, 'incoming', now, { kind: 'planned', state: 3, startedAt: undefined })];
    expect(rowsOf(vms, 'Msvm_PlannedComputerSystem').map((row) => row.Name)).toEqual([upper(two)]);
    expect(rowsOf(vms, 'Msvm_ComputerSystem').map((row) => row.Name)).toEqual(['HV01', upper(one)]);
    expect(rowsOf(vms, 'Msvm_VirtualSystemSettingData').map((row) => row.VirtualSystemType)).toContain(
      'Microsoft:Hyper-V:System:Planned',
    );
  });

  test('associations also have rows without any value', () => {
    const empty = rowsOf([running], 'Msvm_ElementSettingData').filter((row) =>
      Object.values(row).every((value) => value === null),
    );
    expect(empty).toHaveLength(4);
  });
});

describe('states', () => {
  test('component rows exist for running and paused VMs only; the paused heartbeat says 15', () => {
    const rows = rowsOf([running, off, paused], 'Msvm_HeartbeatComponent');
    expect(rows.map((row) => [row.SystemName, row.OperationalStatus])).toEqual([
      [upper(one), [2]],
      [upper(three), [15]],
    ]);
  });

  test('component ids repeat between VMs', () => {
    expect(new Set(rowsOf([running, paused], 'Msvm_VssComponent').map((row) => row.DeviceID)).size).toBe(1);
  });

  test('letter case of ids differs between classes', () => {
    expect(rowsOf([running], 'Msvm_KvpExchangeComponent')[0]?.SystemName).toBe(one);
    expect(rowsOf([running], 'Msvm_HeartbeatComponent')[0]?.SystemName).toBe(upper(one));
  });

  test('an off VM has no uptime, dates of 1601, a primary replication row with state 0, and no backup date', () => {
    expect(rowsOf([off], 'Msvm_ComputerSystem')[1]).toMatchObject({
      EnabledState: 3,
      EnabledDefault: 3,
      OnTimeInMilliseconds: 0,
      ProcessID: null,
      InstallDate: '1601-01-01T00:00:00.000Z',
      LastReplicationTime: '1601-01-01T00:00:00.000Z',
      LastSuccessfulBackupTime: null,
    });
    expect(rowsOf([off], 'Msvm_ReplicationRelationship')).toMatchObject([
      { InstanceID: `Microsoft:${upper(two)}\\HVR\\0`, ReplicationState: 0 },
    ]);
  });

  test('two VMs of one name and a hostile name stay as they are', () => {
    expect(rowsOf([running, off, paused], 'Msvm_ComputerSystem').map((row) => row.ElementName)).toEqual([
      'HV01',
      'web',
      'web',
      'a\'b$(x)\n"',
    ]);
  });

  test('without rights only the host answers, while the health counters count its VMs', () => {
    const rows = toCimRows(makeHost('hv01', [running, { ...off, healthState: 25 }], { rights: 'none' }), now);
    const answering = Object.keys(rows).filter((name) => (rows[name]?.length ?? 0) > 0 && name.startsWith('Msvm_'));
    expect(answering.toSorted()).toEqual([
      'Msvm_ComputerSystem',
      'Msvm_ImageManagementService',
      'Msvm_VirtualSystemManagementService',
    ]);
    expect(rows.Msvm_ComputerSystem).toHaveLength(1);
    expect(rows.Win32_PerfFormattedData_VmmsVirtualMachineStats_HyperVVirtualMachineHealthSummary).toEqual([
      { HealthOk: 1, HealthCritical: 1 },
    ]);
  });
});

describe('KVP items', () => {
  const speaking = linuxVm(one, 'web', now, {
    kvp: { intrinsic: [['OSName', 'A & <B>']], guest: [['k', '']], host: [['HostName', 'HV01']], rawGuestItems: ['<broken'] },
  });

  test('stand as XML texts in the runtime row, host items in the setting row, raw ones as they are', () => {
    const [row] = rowsOf([speaking], 'Msvm_KvpExchangeComponent');
    expect(row?.GuestIntrinsicExchangeItems).toEqual([expect.stringContaining('<VALUE>A &amp; &lt;B&gt;</VALUE>')]);
    expect(row?.GuestExchangeItems).toEqual([
      expect.stringContaining('<PROPERTY NAME="Data" TYPE="string"></PROPERTY>'),
      '<broken',
    ]);
    const setting = rowsOf([speaking], 'Msvm_KvpExchangeComponentSettingData').find(
      (each) => each.HostExchangeItems !== null && each.HostExchangeItems !== undefined,
    );
    expect(setting?.HostExchangeItems).toEqual([expect.stringContaining('<VALUE>HV01</VALUE>')]);
  });

  test('the indented rendering differs in white space between elements only', () => {
    const host = makeHost('hv01', [speaking]);
    const texts = (rendering: 'one-line' | 'indented') =>
      String(toCimRows(host, now, rendering).Msvm_KvpExchangeComponent?.[0]?.GuestIntrinsicExchangeItems);
    expect(texts('indented')).toContain('\n');
    expect(texts('indented').replace(/\n\s*/g, '')).toBe(texts('one-line'));
  });

  test('none are null, an empty array or one empty text', () => {
    const silent = { ...speaking, kvp: { intrinsic: [], guest: [], host: [], rawGuestItems: [] } };
    const items = (kvp: SimulatedVm['services']['kvp']) =>
      rowsOf([{ ...silent, services: { ...silent.services, kvp } }], 'Msvm_KvpExchangeComponent')[0]?.GuestExchangeItems;
    expect([
      items({ enabled: false, status: [2] }),
      items({ enabled: true, status: [12] }),
      items({ enabled: true, status: [2] }),
    ]).toEqual([null, [], ['']]);
  });
});

describe('properties of real classes', () => {
  test.each(['server2019', 'server23h2'] as const)('every row of a host on %s has real properties only', (build) => {
    const rows = toCimRows(makeHost('hv01', [running, off, paused], { build }), now);
    expect(() => assertRealProperties(rows, build)).not.toThrow();
  });

  test('a whole demo fleet has real properties only, at any hour', () => {
    const fleet = demoFleet({ hosts: 4, vmsPerHost: 25, seed: 7 });
    for (const hour of [0, 5, 11, 17]) {
      for (const each of fleet.at(now + hour * 3_600_000))
        expect(() => assertRealProperties(toCimRows(each, now), each.build)).not.toThrow();
    }
  });

  test('a planted property, a planted class and a property that Server 2019 lacks are refused', () => {
    expect(() => assertRealProperties({ Msvm_ComputerSystem: [{ Colour: 'red' }] }, 'server23h2')).toThrow(
      /Msvm_ComputerSystem.*Colour/,
    );
    expect(() => assertRealProperties({ Msvm_Wishful: [] }, 'server23h2')).toThrow(/Msvm_Wishful/);
    const later = { Msvm_VirtualSystemSettingData: [{ WatchdogEnabled: true }] };
    expect(() => assertRealProperties(later, 'server2019')).toThrow(/WatchdogEnabled/);
    expect(() => assertRealProperties(later, 'server23h2')).not.toThrow();
  });
});

describe('the state file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hvitals-state-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('is replaced as a whole and leaves nothing else behind', async () => {
    const file = path.join(folder, 'state.json');
    await Promise.all([1, 2, 3].map(() => writeSimulatedState(makeHost('hv01', [running]), file, now)));
    expect(await readdir(folder)).toEqual(['state.json']);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ v: 1, build: 'server2019', writtenAt: now });
  });
});
