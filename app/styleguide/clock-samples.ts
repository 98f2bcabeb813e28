import type { ApiClocks, ApiHostClock, ApiVmClock } from '#lib/model/api/clocks.ts';
import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import type { Offset } from '#lib/model/clock.ts';
import { fresh, stale, styleNow } from './samples.ts';

const off = (seconds: number, boundSeconds: number): Offset => ({ seconds, boundSeconds });

/** An offset of each look: within a second, undecided, beyond, beyond the scale, old, not known. */
export const offsets: readonly { readonly name: string; readonly offset: Offset | null; readonly stale?: boolean }[] = [
  { name: 'small', offset: off(3.4e-4, 1.2e-4) },
  { name: 'wide', offset: off(-0.0123, 0.18) },
  { name: 'unsure', offset: off(0.8, 0.5) },
  { name: 'outside', offset: off(-1.52, 0.02) },
  { name: 'far', offset: off(40, 0.002) },
  { name: 'beyond', offset: off(-10_800, 35) },
  { name: 'old', offset: off(2.1, 0.01), stale: true },
  { name: 'none', offset: null },
];

export const vmClock: ApiVmClock = {
  vsNtp: off(40.00002, 0.0021),
  vsHost: off(-3e-6, 2.1e-5),
  basis: 'daemon',
  daemon: 'chrony',
  daemons: ['chrony'],
  source: 'host-ptp',
  reference: 'PHC0',
  synchronised: true,
  stratum: 1,
  frequencyPpm: -11.42,
  timeSyncOffered: true,
  stale: false,
  saidAt: styleNow - 22_000,
};
const own: ApiVmClock = {
  ...vmClock,
  vsNtp: off(-0.0123, 0.004),
  vsHost: off(-0.0127, 0.006),
  source: 'ntp',
  reference: 'ntp1.example',
  stratum: 3,
};

export const hostClock: ApiHostClock = {
  vsNtp: off(40, 0.002),
  server: 'ntp1.example',
  serversFrom: 'w32time',
  servers: [
    { server: 'ntp1.example', offset: off(40, 0.002), delaySeconds: 0.0021, stratum: 2, referenceId: '192.0.2.123' },
    { server: 'ntp2.example', offset: off(40.0011, 0.0312), delaySeconds: 0.031, stratum: 3, referenceId: '192.0.2.7' },
    { server: 'old.example', failure: 'timeout' },
    { server: 'busy.example', failure: 'kiss-of-death', kiss: 'RATE' },
  ],
  syncType: 'NTP',
  magnitudeSeconds: 0.0009,
  resolutionSeconds: 1e-7,
};
const noServer: ApiHostClock = {
  ...hostClock,
  vsNtp: null,
  server: null,
  servers: [{ server: 'old.example', failure: 'timeout' }],
};

/** A clock for each chain. */
export const chains: readonly { readonly name: string; readonly clock: ApiVmClock; readonly hostClock: ApiHostClock | null }[] = [
  { name: 'host', clock: vmClock, hostClock },
  { name: 'measured', clock: { ...vmClock, source: 'host-service' }, hostClock: { ...hostClock, serversFrom: 'configured' } },
  { name: 'unknown', clock: vmClock, hostClock: noServer },
  { name: 'ntp', clock: own, hostClock },
  { name: 'broken', clock: { ...own, synchronised: false }, hostClock },
  { name: 'refclock', clock: { ...own, source: 'refclock', reference: 'GPS' }, hostClock },
  { name: 'local', clock: { ...own, source: 'local', reference: null }, hostClock },
];

const vmRow = (
  number: number,
  name: string,
  host: string,
  clock: ApiVmClock,
  findings: string[] = [],
): ApiClocks['vms']['rows'][number] => ({
  vmId: `c10c0000-0000-4000-8000-00000000000${number}`,
  name,
  host,
  clock,
  freshness: fresh,
  findings,
});

export const clocks: ApiClocks = {
  revision: 1,
  hosts: [
    { host: 'hv02', clock: hostClock, freshness: fresh, findings: ['host-clock-bad'], vms: 20, knownVms: 12 },
    {
      host: 'hv01',
      clock: { ...hostClock, vsNtp: off(4.2e-4, 0.0012), servers: hostClock.servers.slice(0, 2) },
      freshness: stale,
      findings: [],
      vms: 8,
      knownVms: 8,
    },
    { host: 'hv03', clock: noServer, freshness: fresh, findings: [], vms: 4, knownVms: 0 },
  ],
  vms: {
    total: 32,
    known: 20,
    spread: [
      { upToSeconds: 0.001, vms: 14 },
      { upToSeconds: 0.05, vms: 3 },
      { upToSeconds: 1, vms: 1 },
      { upToSeconds: 5, vms: 0 },
      { upToSeconds: 300, vms: 2 },
      { upToSeconds: null, vms: 0 },
    ],
    rows: [
      vmRow(1, 'db-1', 'hv02', vmClock, ['clock-offset-high']),
      vmRow(2, 'web-1', 'hv01', { ...own, daemons: ['chrony', 'ntpd'], frequencyPpm: 104 }),
      vmRow(3, 'batch-1', 'hv01', {
        ...own,
        vsNtp: off(0.4, 35),
        vsHost: off(0.4, 35),
        basis: 'timestamp',
        daemon: null,
        daemons: [],
        source: 'local',
        reference: null,
        synchronised: null,
        stratum: null,
        frequencyPpm: null,
      }),
      vmRow(4, 'mail-1', 'hv01', { ...own, vsNtp: null, vsHost: null, basis: null, stale: true, saidAt: styleNow - 754_000 }, [
        'beacon-stale',
      ]),
    ],
  },
};

type Beacon = NonNullable<ApiVmDetail['beacon']>;
const timing = { freshness: fresh, changedAt: styleNow - 22_000 };
const gib = 1_024 ** 3;
const controllerId = 'f8b3781b-1e82-4818-a1c3-63d806ec15bb';

export const beacon: Beacon = {
  ...timing,
  reading: {
    present: true,
    version: '1.0.0',
    system: 'linux',
    intervalSeconds: 30,
    sequence: 4_711,
    writtenAt: styleNow - 24_000,
    seenAt: styleNow - 22_000,
    disks: [
      { device: 'sda', sizeBytes: 64 * gib, controllerId, lun: 0 },
      { device: 'sdb', sizeBytes: 512 * gib, controllerId, lun: 1 },
      { device: 'hda', sizeBytes: 8 * gib },
    ],
    filesystems: [
      { mount: '/', device: '/dev/sda2', type: 'ext4', sizeBytes: 62 * gib, usedBytes: 39 * gib, disk: 'sda' },
      { mount: '/srv', device: '/dev/sdb1', type: 'xfs', sizeBytes: 511 * gib, usedBytes: 509 * gib, disk: 'sdb' },
      { mount: '/mnt/\u202eevil', device: 'nas:/x', sizeBytes: 900 * gib },
    ],
    daemons: { kvp: true, vss: true, fcopy: false, modules: ['hv_utils', 'hv_netvsc', 'hv_storvsc'], kernel: '6.12.0-1-amd64' },
    physicalHostName: 'HV01',
    problems: ['duplicate-key', 'out-of-range'],
  },
};

export const noBeacon: Beacon = { ...timing, reading: { present: false, problems: [] } };
