import type { IntegrationService } from '#lib/model/integration-service.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { SimulatedBeacon } from './simulated-beacon.ts';
import type { SimulatedLogs } from './simulated-event.ts';
import type { SimulatedHostSetup, SimulatedMigration } from './simulated-setup.ts';
import type { SimulatedStorage } from './simulated-storage.ts';

/**
 * The one scenario model: a moment of a fleet. The TypeScript fleet turns it into records, e2e/hyperv-sim into CIM rows
 * for the real scripts; a twin test wants both to agree. Everything is plain JSON.
 */
export interface SimulatedHost {
  /** Target name. */
  readonly name: string;
  /** NetBIOS name, upper case. */
  readonly computerName: string;
  /** Decides which properties exist (cim-classes.json `notInServer2019`). */
  readonly build: 'server2019' | 'server23h2';
  /** Language of captions and descriptions only. */
  readonly language: 'en' | 'de' | 'zh';
  /** Without rights Hyper-V answers with the host row only, and no error (cim-facts.md 13.2). */
  readonly rights: 'full' | 'none';
  /** Host clock minus true time, milliseconds. */
  readonly clockOffsetMs: number;
  readonly clock: SimulatedHostClock;
  readonly logs: SimulatedLogs;
  /** What goes wrong below: by class name (lower or mixed case as in Hyper-V), or by the name of an event log. */
  readonly faults: {
    readonly hangingClasses: readonly string[];
    readonly missingClasses: readonly string[];
    readonly missingNamespaces: readonly string[];
    readonly slowClassesMs: Readonly<Record<string, number>>;
    readonly failingClasses: Readonly<Record<string, string>>;
  };
  readonly vms: readonly SimulatedVm[];
  /** Migration jobs that the host lists, as their source: those that run, and for five minutes those that ended. */
  readonly migrations: readonly SimulatedMigration[];
  readonly setup: SimulatedHostSetup;
}

/** How a host's clock is kept and what NTP servers answer it. */
export interface SimulatedHostClock {
  /** W32Time's performance class has a row; its offset follows from `clockOffsetMs`. */
  readonly hasCounters: boolean;
  /** `Type` and `NtpServer` of W32Time's settings; undefined where there is no such value. */
  readonly syncType: string | undefined;
  readonly ntpServer: string | undefined;
  /** Step in which scripts can read the clock. */
  readonly resolutionMs: number;
  /** By the name under which a server is asked. A name that is not here does not resolve. */
  readonly servers: Readonly<Record<string, SimulatedNtpServer>>;
}

/** What an NTP server answers to a host. */
export interface SimulatedNtpServer {
  /** Its clock minus true time. */
  readonly offsetMs: number;
  /** Round trip. */
  readonly delayMs: number;
  /** 0 is a kiss-o'-death with the code RATE. */
  readonly stratum: number;
  readonly rootDispersionMs: number;
  /** In the place of an answer. */
  readonly failure?: 'timeout' | 'unreachable' | undefined;
}

export interface SimulatedVm {
  readonly id: VmId;
  readonly name: string;
  /** `planned` = an incoming migration; a replica is a realized one with replicationMode 2, 3 or 4. */
  readonly kind: 'realized' | 'planned';
  /** EnabledState. */
  readonly state: number;
  readonly otherState: string | undefined;
  readonly healthState: number;
  readonly operationalStatus: readonly number[];
  /** True UTC milliseconds when it was started; undefined when not on. */
  readonly startedAt: number | undefined;
  readonly stateChangedAt: number;
  readonly createdAt: number;
  readonly generation: 1 | 2;
  readonly version: string;
  readonly replicationMode: number;
  readonly processors: number;
  readonly guestOperatingSystem: string | undefined;
  /** Each service: switched on at the host, and the runtime component's OperationalStatus (used only while running or paused). */
  readonly services: Readonly<Record<IntegrationService, { readonly enabled: boolean; readonly status: readonly number[] }>>;
  /** KVP as [key, value] in the order in which the guest wrote it; duplicates are legal. `host` are HostExchangeItems. */
  readonly kvp: {
    readonly intrinsic: readonly (readonly [string, string])[];
    readonly guest: readonly (readonly [string, string])[];
    readonly host: readonly (readonly [string, string])[];
    /** Raw item texts that go out as they are, after the others (malformed XML and the like). */
    readonly rawGuestItems: readonly string[];
  };
  /** The beacon that runs in the guest, whose items stand behind those of `kvp.guest`; undefined: none does, or nothing of it arrives. */
  readonly beacon: SimulatedBeacon | undefined;
  /** Controllers and virtual disks on the host's side. */
  readonly storage: SimulatedStorage;
  readonly checkpoints: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: 'standard' | 'recovery';
    readonly createdAt: number;
  }[];
}
