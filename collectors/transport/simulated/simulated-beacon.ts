import type { ClockDaemon, ClockSource } from '#lib/model/clock.ts';

/** What a guest with a beacon truly is. Plain JSON; what the beacon says of it at a moment is worked out by `toBeaconItems`. */
export interface SimulatedBeacon {
  readonly system: 'linux' | 'freebsd' | 'windows';
  /** Version of the script. */
  readonly version: string;
  readonly intervalSeconds: number;
  /** True UTC milliseconds of the guest's start and of write 0. */
  readonly startedAt: number;
  readonly clock: SimulatedClock;
  readonly disks: readonly SimulatedDisk[];
  readonly filesystems: readonly SimulatedFilesystem[];
  /** Undefined: the guest has no such daemon to ask for. */
  readonly daemons: { readonly kvp: boolean; readonly vss: boolean | undefined; readonly fcopy: boolean | undefined };
  readonly modules: readonly string[];
  readonly kernel: string;
  /** Data from the host arrive in pool 3, so that the guest knows the host's name. */
  readonly seesHost: boolean;
  /** True UTC milliseconds since which the script no longer runs; its last items stay. */
  readonly silentSince?: number;
  /** What somebody else has written under keys of the beacon, behind its own items. */
  readonly forged?: readonly (readonly [`hvitals.${string}`, string])[];
}

/** A guest's clock. */
export interface SimulatedClock {
  /** Undefined: none runs. */
  readonly daemon: ClockDaemon | undefined;
  /** `host-ptp` and `host-service`: the clock follows the host's, right or wrong. */
  readonly source: ClockSource;
  readonly reference?: string;
  /** The clock minus true time, or minus the host's clock where it follows that, in milliseconds. */
  readonly offsetMs: number;
  /** Rate of the uncorrected clock, positive = it runs fast. */
  readonly frequencyPpm: number;
  readonly stratum: number;
  readonly rootDelaySeconds: number;
  readonly rootDispersionSeconds: number;
  readonly hostSamples: 'never' | 'large' | 'every';
  readonly clocksource: string;
  /** True UTC milliseconds since which nobody corrects it: it runs off at its frequency. */
  readonly freeSince?: number;
}

export interface SimulatedDisk {
  readonly device: string;
  readonly sizeBytes: number;
  /** VMBus device GUID of the SCSI controller. */
  readonly controllerId?: string;
  readonly lun?: number;
}

export interface SimulatedFilesystem {
  readonly mount: string;
  readonly device: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly usedBytes: number;
  readonly disk?: string;
}
