import { join } from 'node:path';
import type { Offset } from '../../lib/model/clock.ts';
import type { Json } from '../../lib/model/json.ts';
import type { BeaconClock, BeaconReading } from '../../lib/model/readings/beacon.ts';
import type { ClockHostReading, NtpServerReading } from '../../lib/model/readings/clock.ts';
import { parseVmId, type VmId } from '../../lib/model/vm-id.ts';
import { openStore } from '../../lib/store/open-store.ts';
import type { Store } from '../../lib/store/store.ts';
import { okScrapes } from './ok-scrapes.ts';

/** A VM of the story: its name, and what its beacon says; `silent` where it has none. */
interface ClockVm {
  readonly name: string;
  readonly beacon: BeaconReading | 'silent';
  /** Its beacon has stood still for ten minutes. */
  readonly standsStill?: boolean;
}

interface ClockHost {
  readonly host: string;
  readonly clock: ClockHostReading | undefined;
  readonly vms: readonly ClockVm[];
}

const ten = 600_000;

/** The id of the n-th VM of the m-th host, both from 1. */
export function clockVmId(host: number, vm: number): VmId {
  const vmId = parseVmId(`c10c0000-0000-4000-8000-0000000${host}000${vm}`);
  if (vmId === undefined) throw new Error('the pattern of the ids is wrong');
  return vmId;
}

const server = (name: string, offset: Offset): NtpServerReading => ({
  server: name,
  offset,
  delaySeconds: 0.0021,
  stratum: 2,
  referenceId: '192.0.2.123',
});

const hostClock = (servers: readonly NtpServerReading[], more: Partial<ClockHostReading> = {}): ClockHostReading => ({
  serversFrom: 'w32time',
  servers: [...servers],
  syncType: 'NTP',
  w32time: { offsetMagnitudeSeconds: 0.0009, roundtripSeconds: 0.002, sourceCount: 2 },
  resolutionSeconds: 1e-7,
  ...more,
});

const chrony = (more: Partial<BeaconClock>): BeaconClock => ({
  daemon: 'chrony',
  daemons: ['chrony'],
  source: 'ntp',
  reference: 'ntp1.example',
  synchronised: true,
  stratum: 3,
  leap: 0,
  offsetSeconds: 0.00034,
  rootDelaySeconds: 0.002,
  rootDispersionSeconds: 0.0008,
  frequencyPpm: -11.42,
  clocksource: 'hyperv_clocksource_tsc_page',
  ...more,
});

/** A beacon seen at `seenAt` by its host's clock; `aheadSeconds` is what its own time of the write is ahead of the host. */
function beacon(seenAt: number, clock: BeaconClock | undefined, aheadSeconds = 0): BeaconReading {
  return {
    present: true,
    version: '1.0.0',
    system: 'linux',
    intervalSeconds: 30,
    sequence: 4_711,
    writtenAt: seenAt - 30_000 + aheadSeconds * 1_000,
    seenAt,
    notBefore: seenAt - 60_000,
    ...(clock === undefined ? {} : { clock }),
    disks: [
      { device: 'sda', sizeBytes: 64 * 1_024 ** 3, controllerId: 'f8b3781b-1e82-4818-a1c3-63d806ec15bb', lun: 0 },
      { device: 'sdb', sizeBytes: 512 * 1_024 ** 3, controllerId: 'f8b3781b-1e82-4818-a1c3-63d806ec15bb', lun: 1 },
    ],
    filesystems: [
      { mount: '/', device: '/dev/sda2', type: 'ext4', sizeBytes: 62 * 1_024 ** 3, usedBytes: 39 * 1_024 ** 3, disk: 'sda' },
      { mount: '/srv', device: '/dev/sdb1', type: 'xfs', sizeBytes: 511 * 1_024 ** 3, usedBytes: 489 * 1_024 ** 3, disk: 'sdb' },
    ],
    daemons: { kvp: true, vss: true, fcopy: false, modules: ['hv_utils', 'hv_netvsc', 'hv_storvsc'], kernel: '6.12.0-1-amd64' },
    physicalHostName: 'HV01',
    problems: [],
  };
}

/** Three hosts: one that is right, one whose clock is 40 s ahead and whose guests follow it, one that no server has answered for. */
function story(now: number): readonly ClockHost[] {
  const followsHost = {
    source: 'host-ptp',
    reference: 'PHC0',
    stratum: 1,
    offsetSeconds: -3e-6,
    rootDelaySeconds: 0,
    rootDispersionSeconds: 2e-5,
  } as const;
  // All of hv02's own times are 40 s ahead, those of its guests with it.
  const late = now + 40_000;
  return [
    {
      host: 'hv01',
      clock: hostClock([
        server('ntp1.example', { seconds: 0.00042, boundSeconds: 0.0012 }),
        server('ntp2.example', { seconds: 0.0011, boundSeconds: 0.004 }),
        { server: 'old.example', failure: 'timeout' },
      ]),
      vms: [
        { name: 'web-1', beacon: beacon(now, chrony({})) },
        {
          name: 'web-2',
          beacon: beacon(now, chrony({ daemons: ['chrony', 'systemd-timesyncd'], offsetSeconds: -0.0123, frequencyPpm: 104 })),
        },
        { name: 'batch-1', beacon: beacon(now, { daemons: [], source: 'local' }, -10_800) },
        { name: 'mail-1', beacon: beacon(now - ten, chrony({})), standsStill: true },
        { name: 'legacy-1', beacon: 'silent' },
        { name: 'legacy-2', beacon: 'silent' },
      ],
    },
    {
      host: 'hv02',
      clock: hostClock([server('ntp1.example', { seconds: 40, boundSeconds: 0.002 })], {
        serversFrom: 'configured',
        syncType: 'NoSync',
      }),
      vms: [
        { name: 'db-1', beacon: beacon(late, chrony(followsHost)) },
        { name: 'db-2', beacon: beacon(late, chrony({ ...followsHost, offsetSeconds: 8e-6 })) },
        {
          name: 'win-1',
          beacon: beacon(
            late,
            chrony({
              ...followsHost,
              daemon: 'w32time',
              daemons: ['w32time'],
              source: 'host-service',
              reference: 'VM IC Time Synchronization Provider',
              stratum: 2,
              offsetSeconds: 0.0021,
              rootDispersionSeconds: 0.011,
            }),
          ),
        },
        { name: 'app-1', beacon: beacon(late, chrony({ offsetSeconds: -0.0004 }), -40) },
      ],
    },
    {
      host: 'hv03',
      clock: hostClock(
        [
          { server: 'ntp9.example', failure: 'kiss-of-death', kiss: 'RATE' },
          { server: 'gone.example', failure: 'unresolved' },
        ],
        { syncType: 'NT5DS' },
      ),
      vms: [
        { name: 'edge-1', beacon: beacon(now, chrony({ synchronised: false, leap: 3, source: 'ntp', reference: '192.0.2.9' })) },
      ],
    },
  ];
}

/** Writes the story into the store of programs whose collectors are stopped; what was there before is gone. */
export async function writeClocks(directory: string, now: number): Promise<void> {
  const store = await openStore({ file: join(directory, 'data', 'hvitals.db'), mode: 'collectors' });
  try {
    const hosts = story(now);
    await store.replaceTargets(hosts.map(({ host }) => ({ host, transport: 'simulated', address: undefined, labels: {} })));
    for (const [index, host] of hosts.entries()) await writeHost(store, host, index + 1, now);
  } finally {
    await store.close();
  }
}

async function writeHost(store: Store, { host, clock, vms }: ClockHost, number: number, now: number): Promise<void> {
  const scrapes = okScrapes(['vm', 'beacon', 'clock', 'integration-services'], now);
  const before = await store.listReadings({ host });
  const parts = { host, scrapes, removals: [], changes: [], events: [], states: [] };
  const row = (collector: string, vmId: VmId | undefined, reading: unknown) => ({ collector, vmId, reading: reading as Json });
  const rowsOf = (vm: ClockVm, index: number) => {
    const vmId = clockVmId(number, index + 1);
    const { name } = vm;
    return [
      row('vm', vmId, {
        name,
        kind: 'realized',
        state: 2,
        operationalStatus: [2],
        generation: 2,
        version: '11.0',
        processors: 2,
      }),
      row('beacon', vmId, vm.beacon === 'silent' ? { present: false, problems: [] } : vm.beacon),
    ];
  };
  const standing = vms.map((vm, index) => (vm.standsStill === true ? rowsOf(vm, index) : []));
  await store.commitTick({ ...parts, removals: before, upserts: standing.flat(), at: now - ten });
  const fresh = vms.map((vm, index) => (vm.standsStill === true ? [] : rowsOf(vm, index)));
  await store.commitTick({
    ...parts,
    upserts: [...fresh.flat(), ...(clock === undefined ? [] : [row('clock', undefined, clock)])],
    at: now,
  });
}
