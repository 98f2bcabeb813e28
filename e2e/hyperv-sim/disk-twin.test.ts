import { expect, it } from 'vitest';
import { disk } from '../../collectors/disk/disk.ts';
import { demoFleet } from '../../collectors/transport/simulated/demo-fleet.ts';
import { diskRecord, toStamp } from '../../collectors/transport/simulated/disk-record.ts';
import type { SimulatedHost } from '../../collectors/transport/simulated/scenario.ts';
import type { SimulatedStorage } from '../../collectors/transport/simulated/simulated-storage.ts';
import { ideController } from '../../collectors/transport/simulated/simulated-storage.ts';
import type { DiskReading } from '../../lib/model/readings/disk.ts';
import type { VmId } from '../../lib/model/vm-id.ts';
import { linuxVm, makeHost, testVmId } from '../support/make-host.ts';
import { drive, oneDisk, scsiController, vhdx } from '../support/make-storage.ts';
import { scrapeHost } from '../support/scrape-host.ts';

/*
 * The twins of collector `disk`: the real scripts, with the image service and the files of the simulated host, and the TypeScript fleet.
 * The wording of reasons is free.
 */

const now = Date.UTC(2026, 5, 1, 12, 1);
const gib = 1_073_741_824;
const vmId = testVmId(1, 1);

interface Args {
  readonly known: string[];
  readonly after: string | null;
}
const nothing: Args = { known: [], after: null };

/** Reasons of files aside, both send the same; what the scripts sent, parsed. */
async function expectTwins(host: SimulatedHost, args: Args = nothing): Promise<ReadonlyMap<VmId, DiskReading>> {
  const collectors = [{ name: 'disk', timeoutMs: 20_000, args: { ...args } }];
  const { records } = await scrapeHost(host, { collectors, now, editModule: (text) => withDenials(text, host) });
  const fleet = diskRecord(host, { ...args });
  expect([records.disk?.outcome, records.disk?.reason]).toEqual([
    fleet.outcome,
    fleet.reason === undefined ? undefined : expect.any(String),
  ]);
  const data: unknown = records.disk?.data;
  expect(withoutReasons(data)).toEqual(withoutReasons(JSON.parse(JSON.stringify(fleet.data))));
  const parsed = disk.parse(data, { hostTime: now, now, state: undefined, previous: new Map() });
  return parsed.ok ? parsed.vms : new Map();
}

/** Here nobody is denied access to a file, so the script is told of which ones it would be. */
function withDenials(text: string, host: SimulatedHost): string {
  const denied = host.vms.flatMap(({ storage }) =>
    storage.drives.flatMap(({ files }) => files.filter(({ fault }) => fault === 'denied').map(({ path }) => `'${path}'`)),
  );
  const look = '$info = [System.IO.FileInfo]::new($Path)';
  expect(text).toContain(look);
  const refusal = `if (@(${denied.join(', ')}) -contains $Path) { throw [System.UnauthorizedAccessException]::new('Denied.') }`;
  return text.replace(look, () => `${refusal}\n${look}`);
}

function withoutReasons(data: unknown): unknown {
  const text = JSON.stringify(data, (key, value: unknown) => (key === 'reason' ? 'some reason' : value));
  const sorted = JSON.parse(text) as { vms?: { id: string }[] } | null;
  sorted?.vms?.sort((a, b) => (a.id < b.id ? -1 : 1));
  return sorted;
}

function hostWith(storage: SimulatedStorage, over: Partial<SimulatedHost> = {}): SimulatedHost {
  return { ...makeHost('hv01', [linuxVm(vmId, 'web-01', now, { storage })]), ...over };
}

/** A chain of three: the VM's file is the checkpoint of a checkpoint. */
const chain = [
  vhdx('C:\\VMs\\db_B.avhdx', { type: 'differencing', parentPath: 'C:\\VMs\\db_A.avhdx' }),
  vhdx('C:\\VMs\\db_A.avhdx', { type: 'differencing', parentPath: 'C:\\VMs\\db.vhdx' }),
  vhdx('C:\\VMs\\db.vhdx', { minBytes: 3 * gib }),
];
const files = (...list: Parameters<typeof drive>[1][]): SimulatedStorage => ({
  controllers: [scsiController(1)],
  drives: list.map((one, at) => drive(at, one)),
});

it.each(['hv01', 'hv02', 'hv03'])(
  'scripts and fleet send the same for host %s of the demo fleet',
  { timeout: 120_000 },
  async (name) => {
    const host = demoFleet({ hosts: 6, vmsPerHost: 20, seed: 1 }).hostAt(name, now);
    if (host === undefined) throw new Error(`${name} is out of reach`);
    const vms = await expectTwins(host);
    expect([...vms.values()].every(({ disks }) => disks.length > 0)).toBe(true);
  },
);

it('the same for a chain of three, with what is known of it', { timeout: 120_000 }, async () => {
  const [read] = (await expectTwins(hostWith(files(chain)))).get(vmId)?.disks ?? [];
  expect(read).toMatchObject({
    type: 'differencing',
    chain: ['C:\\VMs\\db_A.avhdx', 'C:\\VMs\\db.vhdx'],
    isCheckpoint: true,
    virtualBytes: 40 * gib,
    file: { outcome: 'ok', askedAt: now },
  });
});

it.each<[string, SimulatedStorage, Partial<DiskReading['disks'][number]>]>([
  [
    'a file that is gone',
    files([vhdx('C:\\VMs\\a.vhdx', { fault: 'missing' })]),
    { file: expect.objectContaining({ outcome: 'missing' }) },
  ],
  [
    'a share that lets nobody in',
    files([vhdx('\\\\fs01\\vms\\a.vhdx', { fault: 'denied' })]),
    { file: expect.objectContaining({ outcome: 'access-denied' }) },
  ],
  [
    'a locked file',
    files([vhdx('C:\\VMs\\a.vhdx', { fault: 'locked' })]),
    { file: expect.objectContaining({ outcome: 'locked' }), fileBytes: 9 * gib },
  ],
  [
    '32779 of the image service',
    files([vhdx('C:\\VMs\\a.vhdx', { fault: 'not-found' })]),
    { file: expect.objectContaining({ outcome: 'missing' }) },
  ],
  [
    '4096 and a job that is not done',
    files([vhdx('C:\\VMs\\a.vhdx', { fault: 'job' })]),
    { file: expect.objectContaining({ outcome: 'timed-out' }) },
  ],
  [
    '4096 and a job that failed',
    files([vhdx('C:\\VMs\\a.vhdx', { fault: 'job-locked' })]),
    { file: expect.objectContaining({ outcome: 'locked' }) },
  ],
  [
    'a parent that is gone',
    files([
      vhdx('C:\\VMs\\a_A.avhdx', { type: 'differencing', parentPath: 'C:\\VMs\\a.vhdx' }),
      vhdx('C:\\VMs\\a.vhdx', { fault: 'missing' }),
    ]),
    { chain: ['C:\\VMs\\a.vhdx'], chainCut: true },
  ],
  [
    'a ring of parents',
    files([
      vhdx('C:\\VMs\\a.avhdx', { type: 'differencing', parentPath: 'C:\\VMs\\b.avhdx' }),
      vhdx('C:\\VMs\\b.avhdx', { type: 'differencing', parentPath: 'C:\\VMs\\A.AVHDX' }),
    ]),
    { chain: ['C:\\VMs\\b.avhdx'], chainCut: true },
  ],
  [
    'a name with markup and entities',
    files([vhdx('C:\\VMs\\a & "b" <c>.vhdx')]),
    { path: 'C:\\VMs\\a & "b" <c>.vhdx', type: 'dynamic' },
  ],
  [
    'a shared VHDX',
    { controllers: [scsiController(1)], drives: [drive(3, [vhdx('C:\\VMs\\quorum.vhdx')], { shared: true })] },
    { shared: true, location: 3 },
  ],
  ['a VHD set', files([vhdx('C:\\VMs\\quorum.vhds', { format: 'vhd-set' })]), { shared: true, format: 'vhd-set' }],
  [
    'a pass-through disk',
    {
      controllers: [scsiController(1)],
      drives: [drive(5, [], { hostDisk: '\\\\HV01\\root\\virtualization\\v2:Msvm_DiskDrive.DeviceID="Microsoft:3"' })],
    },
    { kind: 'pass-through', location: 5, virtualBytes: 500 * gib, file: { outcome: 'not-asked' } },
  ],
  [
    'controllers of which the guest is shown another id, in an order that is not that of their ids',
    {
      controllers: [{ ...scsiController(9), shownId: 'aaaaaaaa-0000-4000-8000-000000000001' }, scsiController(1)],
      drives: [drive(0, [vhdx('C:\\VMs\\a.vhdx')]), drive(0, [vhdx('C:\\VMs\\b.vhdx')], { controller: 1 })],
    },
    { controllerNumber: 0, controllerId: 'aaaaaaaa-0000-4000-8000-000000000001', path: 'C:\\VMs\\a.vhdx' },
  ],
  [
    'IDE, and backslashes in either form',
    {
      controllers: [
        { kind: 'ide', guid: ideController, number: 0 },
        { kind: 'ide', guid: ideController, number: 1 },
      ],
      drives: [drive(1, [vhdx('C:\\VMs\\old.vhd', { format: 'vhd', type: 'fixed' })], { controller: 1, oddPaths: true })],
    },
    { controller: 'ide', controllerNumber: 1, location: 1, path: 'C:\\VMs\\old.vhd', format: 'vhd', type: 'fixed' },
  ],
  [
    'a share, and backslashes in either form',
    { controllers: [scsiController(1)], drives: [drive(1, [vhdx('\\\\fs01\\vms\\old.vhdx')], { oddPaths: true })] },
    { path: '\\\\fs01\\vms\\old.vhdx' },
  ],
])('the same for %s', { timeout: 120_000 }, async (_what, storage, expected) => {
  for (const build of ['server2019', 'server23h2'] as const) {
    const [read] = (await expectTwins(hostWith(storage, { build }))).get(vmId)?.disks ?? [];
    expect(read).toMatchObject(expected);
  }
});

it('asks only for files that are not known', { timeout: 120_000 }, async () => {
  const host = hostWith(files(chain, [vhdx('C:\\VMs\\b.vhdx')]));
  const known = [toStamp('C:\\VMs\\b.vhdx', new Date(Date.UTC(2026, 0, 5, 8)).toISOString())];
  const read = (await expectTwins(host, { known, after: null })).get(vmId)?.disks ?? [];
  expect(read.map(({ file }) => file.askedAt)).toEqual([now, undefined]);
  const { calls } = await scrapeHost(host, {
    collectors: [{ name: 'disk', timeoutMs: 20_000, args: { known, after: null } }],
    now,
  });
  const asked = calls.filter(({ method }) => method !== null).map(({ method }) => method);
  // Three files of the chain, and the size to which the first could be shrunk.
  expect(asked.toSorted()).toEqual([...Array(3).fill('GetVirtualHardDiskSettingData'), 'GetVirtualHardDiskState']);
});

it('the same for a VM that is off, checkpoints, a host without VMs, and one without rights', { timeout: 120_000 }, async () => {
  const off = linuxVm(vmId, 'off', now, { state: 3, startedAt: undefined, storage: oneDisk('off') });
  const checkpoint = { id: testVmId(8, 8), name: 'before', type: 'standard', createdAt: now } as const;
  const vms = await expectTwins(makeHost('hv01', [off, linuxVm(testVmId(1, 2), 'on', now, { checkpoints: [checkpoint] })]));
  expect(vms.get(vmId)?.disks.map(({ sizes }) => sizes.device)).toEqual([undefined]);
  expect(vms.get(testVmId(1, 2))?.disks).toHaveLength(1);
  await expectTwins(makeHost('hv01', []));
  await expectTwins({ ...makeHost('hv01', [off]), rights: 'none' });
});

it.each([
  'Msvm_ResourceAllocationSettingData',
  'Msvm_StorageAllocationSettingData',
  'Msvm_LogicalDisk',
  'Msvm_ImageManagementService',
])('the same where %s is missing or fails', { timeout: 120_000 }, async (name) => {
  const host = hostWith(files(chain));
  await expectTwins({ ...host, faults: { ...host.faults, missingClasses: [name] } });
  await expectTwins({ ...host, faults: { ...host.faults, failingClasses: { [name]: 'Access denied (0x80041003)' } } });
});

it('begins no file after two seconds, and goes on behind the last one the next time', { timeout: 120_000 }, async () => {
  const paths = ['a', 'b', 'c', 'd'].map((name) => `C:\\VMs\\${name}.vhdx`);
  const host = hostWith(files(...paths.map((path) => [vhdx(path)])));
  const slow = { ...host, faults: { ...host.faults, slowClassesMs: { Msvm_ImageManagementService: 900 } } };
  const ask = async (args: Args) => {
    const { records } = await scrapeHost(slow, { collectors: [{ name: 'disk', timeoutMs: 20_000, args: { ...args } }], now });
    const data = records.disk?.data as { vms: { disks: { path: string; image?: object }[] }[]; next: string | null };
    return {
      asked: data.vms[0]?.disks.filter(({ image }) => image !== undefined).map(({ path }) => path) ?? [],
      next: data.next,
    };
  };
  const first = await ask(nothing);
  expect(first.asked.length).toBeGreaterThan(0);
  expect(first.asked.length).toBeLessThan(4);
  expect(first).toEqual({ asked: paths.slice(0, first.asked.length), next: first.asked.at(-1) });
  const second = await ask({ known: [], after: first.next });
  expect(second.asked).toContain(paths[first.asked.length]);
});
