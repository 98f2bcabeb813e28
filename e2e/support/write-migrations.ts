import { join } from 'node:path';
import type { Json } from '../../lib/model/json.ts';
import type { MigrationJobDetail, MigrationLogDetail } from '../../lib/model/migration-detail.ts';
import type { BeaconReading } from '../../lib/model/readings/beacon.ts';
import type { DiskReading, VmDisk } from '../../lib/model/readings/disk.ts';
import { parseVmId, type VmId } from '../../lib/model/vm-id.ts';
import { openStore } from '../../lib/store/open-store.ts';
import type { Store, StoredEvent } from '../../lib/store/store.ts';
import { okScrapes } from './ok-scrapes.ts';

const minute = 60_000;
const gib = 1_024 ** 3;
const controller = 'f8b3781b-1e82-4818-a1c3-63d806ec15bb';

/** The id of the n-th VM, from 1. */
export function migrationVmId(vm: number): VmId {
  const vmId = parseVmId(`a1600000-0000-4000-8000-00000000000${vm}`);
  if (vmId === undefined) throw new Error('the pattern of the ids is wrong');
  return vmId;
}

type Event = Omit<StoredEvent, 'id'>;

/**
 * Five migrations of the last hours: one that is known from both ends, one whose job nobody saw, one that failed, one that runs, and one
 * of which only the log of one host speaks.
 */
function story(now: number): readonly Event[] {
  let n = 0;
  const event = (
    vm: number,
    host: string,
    minutesAgo: number,
    kind: string,
    detail: MigrationJobDetail | MigrationLogDetail,
  ): Event => {
    n += 1;
    const at = now - minutesAgo * minute;
    const severity = kind === 'migration-failed' ? 'warning' : 'info';
    return {
      host,
      collector: 'migration',
      key: `e${n}`,
      vmId: migrationVmId(vm),
      kind,
      severity,
      at,
      seenAt: at,
      detail: detail as Json,
    };
  };
  const log = (parts: Partial<MigrationLogDetail>): MigrationLogDetail => ({ source: 'log', eventId: 20_418, ...parts });
  const job = (name: string, parts: Partial<MigrationJobDetail>): MigrationJobDetail => ({
    source: 'job',
    job: name,
    type: 'live',
    ...parts,
  });
  const ago = (minutes: number) => now - minutes * minute;
  return [
    event(
      1,
      'hv01',
      90,
      'migration-finished',
      job('j1', { destination: 'HV02', startedAt: ago(95), endedAt: ago(90), network: 'smb' }),
    ),
    event(1, 'hv02', 90, 'migration-finished', log({ side: 'destination', live: true, blackoutSeconds: 0.42 })),
    event(2, 'hv02', 200, 'migration-finished', log({ side: 'destination', live: true, blackoutSeconds: 3.5 })),
    event(
      3,
      'hv03',
      400,
      'migration-failed',
      job('j3', {
        destination: 'HV01',
        startedAt: ago(430),
        endedAt: ago(400),
        network: 'compression',
        code: 32_784,
        reason: 'No credentials are available in the security package (0x8009030E).',
      }),
    ),
    event(4, 'hv01', 12, 'migration-running', job('j4', { destination: 'HV03', startedAt: ago(12), network: 'tcp' })),
  ];
}

const disk = (parts: Partial<VmDisk>): VmDisk => ({
  controller: 'scsi',
  controllerNumber: 0,
  controllerId: controller,
  location: 0,
  kind: 'virtual',
  path: 'C:\\ClusterStorage\\Volume1\\Virtual Machines\\web-1\\Virtual Hard Disks\\web-1-system.vhdx',
  format: 'vhdx',
  type: 'dynamic',
  virtualBytes: 64 * gib,
  fileBytes: 21 * gib,
  chain: [],
  isCheckpoint: false,
  shared: false,
  sizes: {},
  file: { outcome: 'ok' },
  ...parts,
});

const disks: DiskReading = {
  disks: [
    disk({}),
    disk({
      location: 1,
      path: 'C:\\ClusterStorage\\Volume1\\web-1\\data_4F2A.avhdx',
      type: 'differencing',
      isCheckpoint: true,
      virtualBytes: 200 * gib,
      fileBytes: 9 * gib,
      chain: ['C:\\ClusterStorage\\Volume1\\web-1\\data.vhdx'],
    }),
    disk({
      location: 2,
      path: '\\\\files\\vhd\\share.vhds',
      format: 'vhd-set',
      type: 'unknown',
      shared: true,
      virtualBytes: undefined,
      fileBytes: undefined,
      file: { outcome: 'access-denied', reason: 'The share refused the session.' },
    }),
    disk({
      location: 3,
      kind: 'pass-through',
      path: '\\\\HV02\\root\\virtualization\\v2:Msvm_DiskDrive',
      format: 'unknown',
      type: 'unknown',
      virtualBytes: undefined,
      fileBytes: undefined,
      file: { outcome: 'not-asked' },
    }),
  ],
};

const beacon = (now: number): BeaconReading => ({
  present: true,
  intervalSeconds: 30,
  sequence: 12,
  writtenAt: now - 30_000,
  seenAt: now,
  notBefore: now - minute,
  disks: [
    { device: 'sda', sizeBytes: 64 * gib, controllerId: controller, lun: 0 },
    { device: 'sdb', sizeBytes: 100 * gib, controllerId: controller, lun: 1 },
  ],
  filesystems: [
    { mount: '/', device: '/dev/sda2', type: 'ext4', sizeBytes: 62 * gib, usedBytes: 20 * gib, disk: 'sda' },
    { mount: '/srv', device: '/dev/sdb1', type: 'xfs', sizeBytes: 99 * gib, usedBytes: 8 * gib, disk: 'sdb' },
  ],
  problems: [],
});

/** Writes the story into the store of programs whose collectors are stopped; what was there before is gone. */
export async function writeMigrations(directory: string, now: number): Promise<void> {
  const store = await openStore({ file: join(directory, 'data', 'hvitals.db'), mode: 'collectors' });
  try {
    await store.replaceTargets(
      ['hv01', 'hv02', 'hv03'].map((host) => ({ host, transport: 'simulated', address: undefined, labels: {} })),
    );
    await writeHost(store, 'hv01', [[4, 'db-1']], now);
    await writeHost(
      store,
      'hv02',
      [
        [1, 'web-1'],
        [2, 'web-2'],
      ],
      now,
    );
    await writeHost(store, 'hv03', [[3, 'app-1']], now);
    await store.commitEvents(story(now));
  } finally {
    await store.close();
  }
}

async function writeHost(store: Store, host: string, vms: readonly (readonly [number, string])[], now: number): Promise<void> {
  const row = (collector: string, vm: number, reading: unknown) => ({
    collector,
    vmId: migrationVmId(vm),
    reading: reading as Json,
  });
  const scrapes = okScrapes(['vm', 'beacon', 'disk', 'migration'], now);
  const upserts = vms.map(([vm, name]) =>
    row('vm', vm, { name, kind: 'realized', state: 2, operationalStatus: [2], generation: 2, version: '11.0', processors: 2 }),
  );
  if (host === 'hv01')
    upserts.push(row('migration', 4, { jobs: [{ job: 'j4', type: 'live', destination: 'HV03', percent: 42 }] }));
  if (host === 'hv02') upserts.push(row('disk', 1, disks), row('beacon', 1, beacon(now)), row('disk', 2, { disks: [] }));
  const removals = await store.listReadings({ host });
  await store.commitTick({ host, scrapes, upserts, removals, changes: [], events: [], states: [], at: now });
}
