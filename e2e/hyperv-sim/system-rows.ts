import type { SimulatedHost, SimulatedVm } from '../../collectors/transport/simulated/scenario.ts';
import { captions, describeStatus } from './captions.ts';
import type { CimRow, CimValue } from './cim-classes.ts';

/** What Hyper-V says for a date that never was (cim-facts.md 1.1). */
export const never = '1601-01-01T00:00:00.000Z';

/** UTC milliseconds to a CIM date; what is before 1602 is "never". */
export function toCimDate(at: number): string {
  return at < Date.UTC(1602, 0, 1) ? never : new Date(at).toISOString();
}

/** Only these have a worker process on the host, and so component rows (cim-facts.md 3.1). */
export function hasWorker(vm: SimulatedVm): boolean {
  return vm.kind === 'realized' && (vm.state === 2 || vm.state === 9);
}

const paused = 9;
const off = 3;

/** The host's own row: no states of a VM, and a translated caption (cim-facts.md 1.1, 1.4). */
export function hostSystemRow(host: SimulatedHost): CimRow {
  return {
    Name: host.computerName,
    ElementName: host.computerName,
    CreationClassName: 'Msvm_ComputerSystem',
    Caption: captions[host.language].host,
    Description: 'Microsoft Hosting Computer System',
    EnabledState: 2,
    EnabledDefault: 2,
    RequestedState: 12,
    HealthState: 5,
    OperationalStatus: [2],
    StatusDescriptions: [captions[host.language].fine],
  };
}

/** `Msvm_ComputerSystem` of a VM (cim-facts.md 1.1). Ids are upper case there. */
export function vmSystemRow(host: SimulatedHost, vm: SimulatedVm): CimRow {
  return {
    ...commonSystem(host, vm),
    CreationClassName: 'Msvm_ComputerSystem',
    InstallDate: vm.state === 2 ? toCimDate(vm.createdAt) : never,
    NumberOfNumaNodes: 1,
    EnhancedSessionModeState: 3,
    ReplicationMode: vm.replicationMode,
    ReplicationState: vm.replicationMode === 0 ? 0 : 3,
    ReplicationHealth: vm.replicationMode === 0 ? 0 : 1,
    FailedOverReplicationType: 0,
    LastReplicationType: 0,
    LastReplicationTime: never,
    LastApplicationConsistentReplicationTime: never,
    LastSuccessfulBackupTime: null,
  };
}

/** `Msvm_PlannedComputerSystem` of an incoming VM: off, and without anything about replication (cim-facts.md 0.2). */
export function plannedSystemRow(host: SimulatedHost, vm: SimulatedVm): CimRow {
  return { ...commonSystem(host, vm), CreationClassName: 'Msvm_PlannedComputerSystem' };
}

function commonSystem(host: SimulatedHost, vm: SimulatedVm): CimRow {
  return {
    Name: vm.id.toUpperCase(),
    ElementName: vm.name,
    Caption: captions[host.language].vm,
    Description: 'Microsoft Virtual Machine',
    EnabledState: vm.state,
    EnabledDefault: vm.state === off ? 3 : vm.state === paused ? 6 : 2,
    OtherEnabledState: vm.otherState ?? null,
    RequestedState: 12,
    HealthState: vm.healthState,
    OperationalStatus: vm.operationalStatus,
    StatusDescriptions: describeStatus(host.language, vm.operationalStatus),
    OnTimeInMilliseconds: onTime(vm),
    ProcessID: hasWorker(vm) ? processId(vm) : null,
    TimeOfLastStateChange: toCimDate(vm.stateChangedAt),
    TimeOfLastConfigurationChange: toCimDate(vm.createdAt),
  };
}

/** Counts on while the VM is on; 0 when it is off (cim-facts.md 1.1). */
function onTime(vm: SimulatedVm): CimValue {
  return vm.startedAt === undefined ? 0 : { since: vm.startedAt };
}

/** Any number that stays the same for a VM. */
function processId(vm: SimulatedVm): number {
  return 4_000 + (Number.parseInt(vm.id.slice(0, 4), 16) % 16_000) * 4;
}

/** The service whose method answers summaries; also the cheap row that tells whether Hyper-V answers at all. */
export function managementServiceRow(host: SimulatedHost): CimRow {
  return {
    Name: 'vmms',
    ElementName: 'Hyper-V Virtual System Management Service',
    CreationClassName: 'Msvm_VirtualSystemManagementService',
    SystemCreationClassName: 'Msvm_ComputerSystem',
    SystemName: host.computerName,
    EnabledState: 5,
    EnabledDefault: 2,
    RequestedState: 12,
    HealthState: 5,
    OperationalStatus: [2],
    StatusDescriptions: [captions[host.language].fine],
    Started: true,
  };
}

/** The service that tells of virtual disk files; it has one instance (cim-facts.md 6.4). */
export function imageServiceRow(host: SimulatedHost): CimRow {
  return {
    Name: 'vmms',
    ElementName: 'Hyper-V Image Management Service',
    CreationClassName: 'Msvm_ImageManagementService',
    SystemCreationClassName: 'Msvm_ComputerSystem',
    SystemName: host.computerName,
    EnabledState: 5,
    Started: true,
  };
}

/** The health counters: one row, whatever rights the caller has (cim-facts.md 12). */
export function healthSummaryRow(vms: readonly SimulatedVm[]): CimRow {
  const realized = vms.filter(({ kind }) => kind === 'realized');
  const fine = realized.filter(({ healthState }) => healthState === 5).length;
  return { HealthOk: fine, HealthCritical: realized.length - fine };
}

/** One summary of a VM (cim-facts.md 2). Which properties a caller sees is the method's matter. */
export function summaryRow(host: SimulatedHost, vm: SimulatedVm): CimRow {
  const running = hasWorker(vm);
  return {
    InstanceID: `Microsoft:${vm.id.toUpperCase()}`,
    Name: vm.id.toUpperCase(),
    ElementName: vm.name,
    CreationTime: toCimDate(vm.createdAt),
    Notes: '',
    NumberOfProcessors: vm.processors,
    Version: vm.version,
    Shielded: false,
    EnabledState: vm.state,
    OtherEnabledState: vm.otherState ?? null,
    ProcessorLoad: running ? 1 : null,
    MemoryUsage: running ? 1_024 : null,
    Heartbeat: running ? summaryHeartbeat(host, vm) : null,
    UpTime: onTime(vm),
    GuestOperatingSystem: vm.guestOperatingSystem ?? null,
    HealthState: vm.healthState,
    OperationalStatus: vm.operationalStatus,
    StatusDescriptions: describeStatus(host.language, vm.operationalStatus),
    ReplicationMode: vm.replicationMode,
    ReplicationState: vm.replicationMode === 0 ? 0 : 3,
    ReplicationHealth: vm.replicationMode === 0 ? 0 : 1,
    IntegrationServicesVersionState: running ? 1 : 0,
    // Both are null on some builds (cim-facts.md 2): scripts have to take them from elsewhere.
    ...(host.build === 'server2019' ? { VirtualSystemSubType: null, EnabledState: null } : {}),
  };
}

/** Two sets of numbers are in circulation: 2, 12, 13 by the documents, 2 and 4 by programs (cim-facts.md 2). Neither is to be used. */
function summaryHeartbeat(host: SimulatedHost, vm: SimulatedVm): number {
  const [primary = 12] = vm.services.heartbeat.status;
  if (host.build === 'server2019') return primary;
  return primary === 2 ? 4 : 6;
}
