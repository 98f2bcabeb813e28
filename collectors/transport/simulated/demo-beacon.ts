import type { GuestSystem } from './guest-systems.ts';
import { createRandom, type Random } from './random.ts';
import type { SimulatedBeacon, SimulatedClock } from './simulated-beacon.ts';
import { beaconSilent, clockRunsOff, fcopyDaemonMissing, type Trouble } from './trouble.ts';

/** A beacon of the demo fleet before its guest is started: `startedAt` comes with the start. */
export type DemoBeacon = Omit<SimulatedBeacon, 'startedAt'>;

/** What a VM's beacon adds to its plan. */
export interface BeaconPlan {
  readonly beacon: DemoBeacon | undefined;
  readonly lasting: readonly Trouble[];
  /** How often each comes, on average, and how long it lasts, in minutes. */
  readonly passing: readonly { readonly trouble: Trouble; readonly everyMinutes: number; readonly lastsMinutes: number }[];
}

const gib = 1_073_741_824;
/** Share of the guests that have a beacon. */
const share = 0.6;

/** Whether a guest has a beacon, and what it would say. A random source of its own, so that it changes nothing else about the VM. */
export function planBeacon(
  place: { readonly seed: number; readonly host: number; readonly slot: number },
  plan: PlannedGuest,
): BeaconPlan {
  const random = createRandom(place.seed, place.host, place.slot, 0xbeac);
  if (random.next() >= share) return { beacon: undefined, lasting: [], passing: [] };
  const beacon = toDemoBeacon(plan, random);
  const lasting = plan.system.family === 'linux' && random.next() < 0.03 ? [fcopyDaemonMissing] : [];
  const passing: BeaconPlan['passing'][number][] = [];
  if (random.next() < 0.03) passing.push({ trouble: beaconSilent, everyMinutes: 50, lastsMinutes: 8 });
  if (random.next() < 0.03) passing.push({ trouble: clockRunsOff, everyMinutes: 180, lastsMinutes: 60 });
  return { beacon, lasting, passing };
}

/** The part of a VM's plan that its beacon depends on. */
export interface PlannedGuest {
  readonly system: GuestSystem;
  /** `uname -r` or the Windows version. */
  readonly build: string;
  readonly generation: 1 | 2;
}

/** A healthy beacon of such a guest. */
export function toDemoBeacon({ system, build, generation }: PlannedGuest, random: Random): DemoBeacon {
  const { family } = system;
  const controllerId = toGuid(random);
  const dataBytes = random.pick([0, 0, 50, 200, 500]) * gib;
  const systemBytes = random.pick([20, 40, 64, 100]) * gib;
  // Disks of the first generation's IDE controllers have no VMBus device.
  const place = (lun: number) => (generation === 1 && lun === 0 ? {} : { controllerId, lun });
  const names = deviceNames[family];
  const disks = [
    { device: names.disks[0], sizeBytes: systemBytes, ...place(0) },
    ...(dataBytes === 0 ? [] : [{ device: names.disks[1], sizeBytes: dataBytes, ...place(1) }]),
  ];
  const filesystem = (at: 0 | 1, sizeBytes: number) => ({
    mount: names.mounts[at],
    device: names.parts[at],
    type: names.type,
    sizeBytes,
    usedBytes: Math.floor(sizeBytes * (0.1 + random.next() * 0.75)),
    disk: names.disks[at],
  });
  const filesystems = [filesystem(0, systemBytes - gib), ...(dataBytes === 0 ? [] : [filesystem(1, dataBytes)])];
  return {
    system: family,
    version: '1.0',
    intervalSeconds: 30,
    clock: toClock(system, random),
    disks,
    filesystems,
    // FreeBSD has no daemon for file copies; elsewhere it runs where the host offers the service, which is off by default.
    daemons: { kvp: true, vss: true, fcopy: family === 'freebsd' ? undefined : false },
    modules: family === 'linux' ? ['hv_balloon', 'hv_netvsc', 'hv_storvsc', 'hv_utils', 'hv_vmbus'] : [],
    kernel: build,
    seesHost: true,
  };
}

const deviceNames = {
  linux: { disks: ['sda', 'sdb'], parts: ['/dev/sda2', '/dev/sdb1'], mounts: ['/', '/srv'], type: 'ext4' },
  freebsd: { disks: ['da0', 'da1'], parts: ['/dev/da0p2', '/dev/da1p1'], mounts: ['/', '/data'], type: 'ufs' },
  windows: { disks: ['PhysicalDrive0', 'PhysicalDrive1'], parts: ['C:', 'D:'], mounts: ['C:\\', 'D:\\'], type: 'NTFS' },
} as const;

/** Who keeps the clock, by system: what its distribution installs, and what administrators choose. */
function toClock(system: GuestSystem, random: Random): SimulatedClock {
  const measured = {
    offsetMs: (random.next() - 0.5) * 2,
    frequencyPpm: (random.next() - 0.5) * 40,
    rootDelaySeconds: 0.001 + random.next() * 0.02,
    rootDispersionSeconds: 0.0005 + random.next() * 0.01,
  };
  const byHost = { reference: 'PHC0', stratum: 1, rootDelaySeconds: 0.00001, rootDispersionSeconds: 0.00005 };
  const byNetwork = {
    source: 'ntp',
    reference: random.pick(['ntp1.corp.example.com', 'ntp2.corp.example.com']),
    stratum: 3,
  } as const;
  const dice = random.next();
  switch (system.family) {
    case 'linux': {
      const kernel = {
        hostSamples: system.protocol === 'degraded' ? 'every' : 'never',
        clocksource: 'hyperv_clocksource_tsc_page',
      } as const;
      if (dice < 0.45) return { daemon: 'chrony', source: 'host-ptp', ...measured, ...byHost, ...kernel };
      if (dice < 0.75) return { daemon: 'chrony', ...byNetwork, ...measured, ...kernel };
      return { daemon: random.pick(['systemd-timesyncd', 'ntpsec', 'ntpd']), ...byNetwork, ...measured, ...kernel };
    }
    case 'freebsd':
      return {
        daemon: dice < 0.7 ? 'ntpd' : 'openntpd',
        ...byNetwork,
        ...measured,
        hostSamples: 'large',
        clocksource: 'Hyper-V-TSC',
      };
    case 'windows': {
      const service = { source: 'host-service', reference: 'VM IC Time Synchronization Provider', stratum: 4 } as const;
      const kernel = { hostSamples: 'never', clocksource: 'QPC' } as const;
      return { daemon: 'w32time', ...(dice < 0.5 ? service : byNetwork), ...measured, ...kernel };
    }
  }
}

function toGuid(random: Random): string {
  const hex = (length: number) =>
    random
      .below(16 ** length)
      .toString(16)
      .padStart(length, '0');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}

/** What the root of a guest can write beside its beacon: keys that there are not, and what no beacon says. */
export const forgedItems: NonNullable<SimulatedBeacon['forged']> = [
  ['hvitals.disk.31', 'dev=<script>alert(1)</script>;bytes=-1;'],
  ['hvitals.disk.99', 'dev=sdz;bytes=1;'],
  ['hvitals.fs.31', 'mount=/$(reboot)%0A%1B[31m;dev=x;bytes=99999999999999999999;'],
  ['hvitals.findings', 'code=none;'],
  ['hvitals.clock', 'daemon=chrony;source=ntp;sync=1;offset=NaN;leap=9;ref=%E2%80%AEmoc.elpmaxe;'],
];
