import type { SimulatedHost } from '../../collectors/transport/simulated/scenario.ts';
import type { CimRow } from './cim-classes.ts';
import { toCimDate } from './system-rows.ts';

/** `Msvm_MigrationJob` (cim-facts.md 10.2): jobs of this host as their source, for five minutes after their end too. */
export function migrationJobRows({ migrations, clockOffsetMs }: SimulatedHost): readonly CimRow[] {
  return migrations.map((one) => ({
    InstanceID: one.job,
    VirtualSystemName: one.vm,
    DestinationHost: one.destination ?? null,
    MigrationType: one.migrationType,
    JobType: one.jobType,
    JobState: one.state,
    PercentComplete: one.percent,
    StartTime: toCimDate(one.startedAt + clockOffsetMs),
    TimeSubmitted: toCimDate(one.startedAt + clockOffsetMs),
    ElapsedTime: one.elapsedMs,
    TimeBeforeRemoval: 300_000,
    ErrorCode: one.errorCode,
    ErrorDescription: one.error ?? null,
    Cancellable: true,
    NewSystemSettingData: null,
    NewResourceSettingData: null,
  }));
}

/** What the host allows of migrations, and what it counts (cim-facts.md 10.1). */
export function migrationServiceRows({
  computerName,
  migrations,
  setup: { liveMigration },
}: SimulatedHost): Readonly<Record<string, readonly CimRow[]>> {
  const runs = migrations.filter(({ state }) => state === 4);
  const ofStorage = runs.filter(({ migrationType }) => migrationType === 32_769).length;
  return {
    Msvm_VirtualSystemMigrationService: [
      {
        Name: 'vmms',
        SystemName: computerName,
        ActiveVirtualSystemMigrationCount: runs.length - ofStorage,
        ActiveStorageMigrationCount: ofStorage,
        MigrationServiceListenerIPAddressList: ['192.0.2.1'],
      },
    ],
    Msvm_VirtualSystemMigrationServiceSettingData: [
      {
        InstanceID: `Microsoft:${computerName}`,
        EnableVirtualSystemMigration: liveMigration.enabled,
        EnableCompression: liveMigration.compression,
        EnableSmbTransport: liveMigration.smb,
        AuthenticationType: liveMigration.authentication,
        MaximumActiveVirtualSystemMigration: liveMigration.mostVms,
        MaximumActiveStorageMigration: liveMigration.mostStorage,
      },
    ],
    Msvm_VirtualSystemMigrationNetworkSettingData: liveMigration.networks.map(({ subnet, prefixLength, metric }, index) => ({
      InstanceID: `Microsoft:${computerName}\\${index}`,
      SubnetNumber: subnet,
      PrefixLength: prefixLength,
      Metric: metric,
      Tags: ['Microsoft:UserManagedAllNetworks'],
    })),
  };
}

/** Cluster, nodes, operating system and adapters of the host itself. */
export function hostRows({ computerName, clockOffsetMs, setup }: SimulatedHost): Readonly<Record<string, readonly CimRow[]>> {
  const { cluster } = setup;
  return {
    Win32_ComputerSystem: [
      {
        Name: computerName,
        DNSHostName: computerName.toLowerCase(),
        Domain: setup.domain,
        PartOfDomain: true,
        HypervisorPresent: true,
      },
    ],
    Win32_OperatingSystem: [
      {
        CSName: computerName,
        Version: setup.version,
        BuildNumber: setup.buildNumber,
        LastBootUpTime: toCimDate(setup.bootedAt + clockOffsetMs),
        TotalVisibleMemorySize: Math.round(setup.memoryBytes / 1_024),
        FreePhysicalMemory: Math.round(setup.freeMemoryBytes / 1_024),
      },
    ],
    MSFT_NetAdapterRdmaSettingData: setup.rdmaAdapters.map(({ name, description, enabled }) => ({
      Name: name,
      InterfaceDescription: description,
      Enabled: enabled,
    })),
    ...(cluster === undefined
      ? {}
      : {
          MSCluster_Cluster: [{ Name: cluster.name, Fqdn: `${cluster.name.toLowerCase()}.${setup.domain}` }],
          MSCluster_Node: cluster.nodes.map(({ name, state, drainStatus }) => ({
            Name: name,
            State: state,
            NodeDrainStatus: drainStatus,
          })),
        }),
  };
}
