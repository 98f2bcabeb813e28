/** A migration job as its source host has it (cim-facts.md 10.2). Times are true UTC milliseconds. */
export interface SimulatedMigration {
  readonly job: string;
  /** Id of the VM, in any letter case. */
  readonly vm: string;
  /** Name of the other host; undefined for storage alone. */
  readonly destination: string | undefined;
  readonly migrationType: number;
  readonly jobType: number;
  /** JobState: 4 runs, 7 completed, 10 failed. */
  readonly state: number;
  readonly percent: number;
  readonly startedAt: number;
  /** How long it has run, or ran. */
  readonly elapsedMs: number;
  readonly errorCode: number;
  readonly error: string | undefined;
}

/** What a host is set up as, as far as migrations and clusters go. */
export interface SimulatedHostSetup {
  /** `Version` and `BuildNumber` of the operating system. */
  readonly version: string;
  readonly buildNumber: string;
  readonly bootedAt: number;
  readonly memoryBytes: number;
  readonly freeMemoryBytes: number;
  readonly domain: string;
  readonly liveMigration: {
    readonly enabled: boolean;
    readonly compression: boolean;
    readonly smb: boolean;
    /** 0 CredSSP, 1 Kerberos. */
    readonly authentication: number;
    readonly mostVms: number;
    readonly mostStorage: number;
    /** None: any network. */
    readonly networks: readonly { readonly subnet: string; readonly prefixLength: number; readonly metric: number }[];
  };
  readonly rdmaAdapters: readonly { readonly name: string; readonly description: string; readonly enabled: boolean }[];
  /** Undefined: the host is in no cluster, and has no such namespace. */
  readonly cluster: SimulatedCluster | undefined;
}

export interface SimulatedCluster {
  readonly name: string;
  /** State 0 up, 1 down, 2 paused, 3 joining; drain 0 not asked for, 1 under way, 2 done, 3 failed. */
  readonly nodes: readonly { readonly name: string; readonly state: number; readonly drainStatus: number }[];
}

/** A host of Windows Server 2022 in no cluster, migrations allowed on any network. */
export const plainSetup: SimulatedHostSetup = {
  version: '10.0.20348',
  buildNumber: '20348',
  bootedAt: Date.UTC(2026, 9, 1, 4),
  memoryBytes: 137_438_953_472,
  freeMemoryBytes: 68_719_476_736,
  domain: 'corp.example.com',
  liveMigration: {
    enabled: true,
    compression: true,
    smb: false,
    authentication: 1,
    mostVms: 2,
    mostStorage: 2,
    networks: [],
  },
  rdmaAdapters: [],
  cluster: undefined,
};
