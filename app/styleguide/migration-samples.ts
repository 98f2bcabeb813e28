import type { ApiDisk } from '#lib/model/api/disks.ts';
import type { ApiMigration } from '#lib/model/api/migrations.ts';
import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import type { VmDisk } from '#lib/model/readings/disk.ts';
import { fresh, styleNow } from './samples.ts';

const minute = 60_000;
const gib = 1_024 ** 3;

const base = (n: number, name: string | null, parts: Partial<ApiMigration>): ApiMigration => ({
  id: `m${n}`,
  vmId: `00000000-0000-4000-8000-00000000000${n}`,
  name,
  kind: 'live',
  result: 'finished',
  network: 'unknown',
  at: styleNow - n * 100 * minute,
  evidence: [n],
  ...parts,
});
const ago = (minutes: number) => styleNow - minutes * minute;

/** A migration of each result, with and without what may be unknown. */
export const migrations: readonly ApiMigration[] = [
  base(1, 'db-1', { result: 'running', fromHost: 'hv01', toHost: 'hv03', startedAt: ago(40), network: 'tcp', percent: 42.5 }),
  base(2, 'web-1', {
    fromHost: 'hv01',
    toHost: 'hv02',
    startedAt: ago(300),
    finishedAt: ago(240),
    network: 'smb',
    blackoutSeconds: 0.42,
  }),
  base(3, 'web-2', { toHost: 'hv02', finishedAt: ago(520), blackoutSeconds: 3.5 }),
  base(9, 'cache-1', { finishedAt: ago(980), blackoutSeconds: 0.9, witnesses: ['hv01'] }),
  base(4, null, { kind: 'unknown', fromHost: 'hv02', toHost: 'old.example' }),
  base(5, 'app-1', {
    result: 'failed',
    fromHost: 'hv03',
    toHost: 'hv01',
    startedAt: ago(700),
    finishedAt: ago(640),
    network: 'compression',
    reason: 'No credentials are available in the security package (0x8009030E).',
  }),
  base(6, 'app-2', { result: 'failed', kind: 'live-and-storage', fromHost: 'hv03' }),
  base(7, 'file-1', {
    kind: 'storage',
    fromHost: 'hv02',
    toHost: 'hv02',
    startedAt: ago(1_200),
    finishedAt: ago(900),
    network: 'tcp',
  }),
  base(8, 'file-2', { result: 'unknown', kind: 'quick', fromHost: 'hv03', toHost: 'hv02', startedAt: ago(1_100) }),
];

const file = (location: number, parts: Partial<VmDisk>): VmDisk => ({
  controller: 'scsi',
  controllerNumber: 0,
  controllerId: 'f8b3781b-1e82-4818-a1c3-63d806ec15bb',
  location,
  kind: 'virtual',
  path: `C:\\ClusterStorage\\Volume1\\Virtual Machines\\web-1\\Virtual Hard Disks\\web-1-${location}.vhdx`,
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
const row = (parts: Partial<ApiDisk>): ApiDisk => ({
  host: null,
  guest: null,
  filesystems: [],
  unmatched: null,
  sameSize: null,
  ...parts,
});
const { virtualBytes: _, fileBytes: __, ...unsized } = file(3, {});
const troubles = ['missing', 'access-denied', 'locked', 'timed-out', 'error', 'not-asked'] as const;

/** A disk of each look: both sides agree, differ, each outcome of asking, pass-through, IDE, and one that only the guest has. */
export const disks: NonNullable<ApiVmDetail['disks']> = {
  freshness: fresh,
  changedAt: styleNow - 90 * minute,
  guestSide: 'current',
  leftOut: 2,
  loose: [{ mount: '/tank', device: 'tank', type: 'zfs', sizeBytes: 900 * gib }],
  disks: [
    row({
      host: file(0, {}),
      guest: { device: 'sda', sizeBytes: 64 * gib },
      filesystems: [{ mount: '/', device: '/dev/sda2', type: 'ext4', sizeBytes: 62 * gib }],
      sameSize: true,
    }),
    row({
      host: file(1, {
        type: 'differencing',
        isCheckpoint: true,
        virtualBytes: 200 * gib,
        chain: ['C:\\vm\\data.vhdx'],
        chainCut: true,
      }),
      guest: { device: 'sdb', sizeBytes: 100 * gib },
      filesystems: [{ mount: '/srv', device: '/dev/sdb1', type: 'xfs', sizeBytes: 99 * gib }],
      sameSize: false,
    }),
    ...troubles.map((outcome, index) =>
      row({ host: { ...unsized, location: 3 + index, shared: index === 1, file: { outcome } }, unmatched: 'not-reported' }),
    ),
    row({ host: { ...unsized, location: 12, kind: 'pass-through', path: '\\\\HV02\\root\\virtualization\\v2:Msvm_DiskDrive' } }),
    row({ host: file(0, { controller: 'ide', format: 'vhd', type: 'fixed' }), unmatched: 'ide' }),
    row({ guest: { device: 'nvme0n1', sizeBytes: 8 * gib }, unmatched: 'no-place' }),
  ],
};
