import { z } from 'zod';
import { clockDaemons, clockSources } from '../clock.ts';

/**
 * What the beacon script in a guest publishes (docs/beacon.md, "Format"). All of it is guest-controlled: numbers are bounded and
 * texts cut by the parser, nothing of it identifies a VM, and every text is escaped on output.
 */
const text = z.string().max(256);
const bytes = z.number().int().nonnegative();

/** `hvitals.clock`: the guest's NTP daemon as it describes itself. Signs follow lib/model/clock.ts. */
export const beaconClock = z.object({
  /** Absent where none runs. */
  daemon: z.enum(clockDaemons).optional(),
  source: z.enum(clockSources).optional(),
  /** Name or address of what the clock follows. */
  reference: text.optional(),
  synchronised: z.boolean().optional(),
  stratum: z.number().int().min(0).max(255).optional(),
  /** RFC 5905: 0 none, 1 and 2 a leap second, 3 not synchronised. */
  leap: z.number().int().min(0).max(3).optional(),
  offsetSeconds: z.number().optional(),
  rootDelaySeconds: z.number().nonnegative().optional(),
  rootDispersionSeconds: z.number().nonnegative().optional(),
  frequencyPpm: z.number().optional(),
  /** More than one of the programs above runs. */
  daemons: z.array(z.enum(clockDaemons)),
  /** The guest's kernel steps its clock on the host's samples: `never`, `large` (beyond a limit, as FreeBSD does) or `every`. */
  hostSamples: z.enum(['never', 'large', 'every']).optional(),
  /** The kernel's clock source, such as hyperv_clocksource_tsc_page. */
  clocksource: text.optional(),
});
export type BeaconClock = z.infer<typeof beaconClock>;

/** `hvitals.disk.N`. `controllerId` is the VMBus device GUID of the SCSI controller, lower case; absent for IDE. */
export const beaconDisk = z.object({
  device: text,
  sizeBytes: bytes,
  controllerId: z.string().optional(),
  lun: z.number().int().nonnegative().optional(),
});
export type BeaconDisk = z.infer<typeof beaconDisk>;

/** `hvitals.fs.N`. */
export const beaconFilesystem = z.object({
  mount: text,
  device: text,
  type: text.optional(),
  sizeBytes: bytes,
  usedBytes: bytes.optional(),
  /** The disk it lies on, as `device` of a disk; absent where the guest cannot tell (LVM over several, network). */
  disk: text.optional(),
});
export type BeaconFilesystem = z.infer<typeof beaconFilesystem>;

/** `hvitals.daemons`. True: its process or service runs; false: it does not; absent: not asked. */
export const beaconDaemons = z.object({
  kvp: z.boolean().optional(),
  vss: z.boolean().optional(),
  fcopy: z.boolean().optional(),
  /** Loaded hv_* modules (Linux), or devices (FreeBSD). */
  modules: z.array(text),
  kernel: text.optional(),
});
export type BeaconDaemons = z.infer<typeof beaconDaemons>;

/** What was wrong with a beacon's items, as words that the finding `kvp-hostile` can name. */
export const beaconProblems = [
  'too-many-items',
  'unknown-key',
  'duplicate-key',
  'malformed-value',
  'value-too-long',
  'out-of-range',
  'control-characters',
  'sequence-backwards',
] as const;
export type BeaconProblem = (typeof beaconProblems)[number];

/** The beacon of one VM. A VM without one has the reading `{ present: false }`. */
export const beaconReading = z.discriminatedUnion('present', [
  z.object({ present: z.literal(false), problems: z.array(z.enum(beaconProblems)) }),
  z.object({
    present: z.literal(true),
    /** Version of the script. */
    version: text.optional(),
    system: z.enum(['linux', 'freebsd', 'windows']).optional(),
    intervalSeconds: z.number().int().min(5).max(3_600),
    /** Counts writes since the guest's start; one that stands still is a stale beacon, not a skewed clock. */
    sequence: z.number().int().nonnegative(),
    /** The guest's own time of the write, UTC milliseconds. */
    writtenAt: z.number(),
    /** When this sequence was first read, UTC milliseconds of the host's clock; the beacon's age is counted from here. */
    seenAt: z.number(),
    /** When the host was read the last time before that (same clock); absent for the first read. The write lies in between. */
    notBefore: z.number().optional(),
    clock: beaconClock.optional(),
    disks: z.array(beaconDisk),
    filesystems: z.array(beaconFilesystem),
    daemons: beaconDaemons.optional(),
    /** PhysicalHostName from pool 3: the host's name as it last reached the guest. */
    physicalHostName: text.optional(),
    problems: z.array(z.enum(beaconProblems)),
  }),
]);
export type BeaconReading = z.infer<typeof beaconReading>;
