import { agree } from '#lib/model/choose-ntp-server.ts';
import { addOffsets, type ClockDaemon, type ClockSource, followsHost, type Offset, subtractOffsets } from '#lib/model/clock.ts';
import type { BeaconClock } from '#lib/model/readings/beacon.ts';
import { isStaleBeacon, type PresentBeacon } from './beacon-age.ts';
import { hostClock } from './host-clock.ts';
import { currentClock } from './host-facts.ts';
import type { VmFacts } from './vm-facts.ts';

/** The clock of a VM, joined from its beacon and its host's clock. Texts are guest-controlled. */
export interface VmClock {
  /** The guest's clock against NTP time. */
  readonly vsNtp: Offset | undefined;
  /** The guest's clock against its host's. */
  readonly vsHost: Offset | undefined;
  /** What the offsets rest on. */
  readonly basis: 'daemon' | 'timestamp' | undefined;
  /** What the guest's daemon claims against the host, where the time of the write disproves it; the claim is then left out. */
  readonly disproved: Offset | undefined;
  readonly daemon: ClockDaemon | undefined;
  readonly daemons: readonly ClockDaemon[];
  readonly source: ClockSource | undefined;
  readonly reference: string | undefined;
  readonly synchronised: boolean | undefined;
  readonly leap: number | undefined;
  readonly stratum: number | undefined;
  readonly frequencyPpm: number | undefined;
  readonly hostSamples: BeaconClock['hostSamples'] | undefined;
  /** Whether the host offers time synchronization to this VM. */
  readonly timeSyncOffered: boolean | undefined;
  /** The beacon stands still: nothing follows for the clock. */
  readonly stale: boolean;
  /** When the beacon's last write was seen, UTC milliseconds by the host's clock. */
  readonly saidAt: number | undefined;
}

/** What a value may be late between the guest's write and the host's answer: its daemon reads the pool anew when it is asked. */
const deliveryMs = 5_000;
/** Smallest step in which the beacon can say an offset: microseconds in most daemons' own output. */
const daemonResolutionSeconds = 1e-6;

type Offsets = Pick<VmClock, 'vsNtp' | 'vsHost' | 'basis' | 'disproved'>;
const unknownOffsets: Offsets = { vsNtp: undefined, vsHost: undefined, basis: undefined, disproved: undefined };

/** What a VM's clock is joined from. */
export type ClockFacts = Pick<VmFacts, 'hostFacts' | 'parts'>;

/** Several rules ask for the clock of the same facts, one after the other. */
let last: { readonly facts: ClockFacts; readonly clock: VmClock | undefined } | undefined;

/**
 * The clock of a VM, or undefined where its beacon says nothing of one. Pure but for a cache of one.
 *
 * A daemon on NTP gives the offset against NTP, and with the host's own offset that against the host; one on the host's time the
 * other way round. Without a daemon that is synchronised there is only the time of the write: good for gross errors.
 */
export function vmClock(facts: ClockFacts): VmClock | undefined {
  if (last?.facts !== facts) last = { facts, clock: toVmClock(facts) };
  return last.clock;
}

function toVmClock(facts: ClockFacts): VmClock | undefined {
  const { beacon } = facts.parts;
  if (beacon?.reading.present !== true) return undefined;
  const { reading } = beacon;
  const stale = isStaleBeacon({ ...beacon, reading });
  if (reading.clock === undefined) return undefined;
  const { clock } = reading;
  return {
    ...(stale ? unknownOffsets : offsetsOf(reading, clock, hostOffset(facts))),
    daemon: clock.daemon,
    daemons: clock.daemons,
    source: clock.source,
    reference: clock.reference,
    synchronised: clock.synchronised,
    leap: clock.leap,
    stratum: clock.stratum,
    frequencyPpm: clock.frequencyPpm,
    hostSamples: clock.hostSamples,
    timeSyncOffered: facts.parts['integration-services']?.reading.services['time-synchronization']?.enabled,
    stale,
    saidAt: reading.seenAt,
  };
}

/** The host's clock against NTP, where it is known now. */
export function hostOffset({ hostFacts }: Pick<VmFacts, 'hostFacts'>): Offset | undefined {
  const reading = currentClock(hostFacts);
  return reading === undefined ? undefined : hostClock(reading).vsNtp;
}

function offsetsOf(reading: PresentBeacon, clock: BeaconClock, host: Offset | undefined): Offsets {
  const written = writtenOffset(reading);
  const claimed = claimedOffsets(clock, host);
  if (claimed === undefined) return written === undefined ? unknownOffsets : byTimestamp(written, host);
  const { vsHost } = claimed;
  // A claim cannot be right where the written time itself is further off than both bounds allow.
  if (vsHost !== undefined && written !== undefined && !agree(vsHost, written)) {
    return { ...byTimestamp(written, host), disproved: vsHost };
  }
  return { ...claimed, basis: 'daemon', disproved: undefined };
}

function byTimestamp(written: Offset, host: Offset | undefined): Offsets {
  const vsNtp = host === undefined ? undefined : addOffsets(written, host);
  return { vsNtp, vsHost: written, basis: 'timestamp', disproved: undefined };
}

/** What the guest's daemon says of its clock; undefined where it is not synchronised, or says too little to bound it. */
function claimedOffsets(clock: BeaconClock, host: Offset | undefined): Pick<VmClock, 'vsNtp' | 'vsHost'> | undefined {
  const { daemon, source, synchronised, leap, offsetSeconds: seconds, rootDispersionSeconds, rootDelaySeconds } = clock;
  if (daemon === undefined || synchronised !== true || leap === 3 || seconds === undefined) return undefined;
  if (source === undefined || source === 'local') return undefined;
  // An offset without a dispersion has no bound, and an offset without a bound proves nothing.
  if (rootDispersionSeconds === undefined) return undefined;
  const boundSeconds = rootDispersionSeconds + (rootDelaySeconds ?? 0) / 2 + daemonResolutionSeconds;
  const own: Offset = { seconds, boundSeconds };
  if (followsHost(source)) return { vsHost: own, vsNtp: host === undefined ? undefined : addOffsets(own, host) };
  return { vsNtp: own, vsHost: host === undefined ? undefined : subtractOffsets(own, host) };
}

/**
 * The guest's clock against the host's by the time of the write alone: written between the last read without it and the first with
 * it. The first read of all has no lower end, so it proves nothing.
 */
function writtenOffset({ writtenAt, seenAt, notBefore }: PresentBeacon): Offset | undefined {
  if (notBefore === undefined || notBefore > seenAt) return undefined;
  const earliest = notBefore - deliveryMs;
  const latest = seenAt + deliveryMs;
  return { seconds: (writtenAt - (earliest + latest) / 2) / 1_000, boundSeconds: (latest - earliest) / 2_000 };
}
