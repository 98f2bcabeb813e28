import type { Outcome } from '#lib/model/outcome.ts';
import type { SimulatedHost } from './scenario.ts';

/** The namespace of all Hyper-V classes. */
export const virtualization = 'root/virtualization/v2';

/** Asked before the first class of the virtualization namespace (envelope.ps1). */
const probeClass = 'Msvm_VirtualSystemManagementService';

/** Why a class gives no rows. */
export interface ClassFailure {
  readonly outcome: Outcome;
  readonly reason: string;
}

/** Why the class gives no rows on this host; undefined where it answers. As the host module reads it, the probe before the class. */
export function failureOf(host: SimulatedHost, className: string, namespace: string = virtualization): ClassFailure | undefined {
  if (namespace === virtualization && className !== probeClass) {
    const probe = failureOf(host, probeClass);
    if (probe !== undefined) return { outcome: probe.outcome, reason: `Hyper-V does not answer: ${probe.reason}` };
  }
  const { missingNamespaces, missingClasses, failingClasses } = host.faults;
  if (hasName(missingNamespaces, namespace)) return { outcome: 'unsupported', reason: `${className}: namespace not found` };
  if (hasName(missingClasses, className)) return { outcome: 'unsupported', reason: `${className}: class not found` };
  const failing = Object.keys(failingClasses).find((name) => isSameName(name, className));
  if (failing === undefined) return undefined;
  const text = failingClasses[failing] ?? '';
  return { outcome: toOutcome(text), reason: `${className}: ${text}` };
}

/** CIM errors are told apart by the code that they carry, never by their text (envelope.ps1, Get-HvitalsFailure). */
function toOutcome(text: string): Outcome {
  const code = /0x[0-9a-f]{8}/i.exec(text)?.[0].toLowerCase();
  if (code === '0x80041003' || code === '0x80070005') return 'access-denied';
  return code === '0x8004100e' || code === '0x80041010' || code === '0x80041011' ? 'unsupported' : 'error';
}

/** WMI takes names in any letter case. */
export function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** True where the list holds the name in any letter case. */
export function hasName(names: readonly string[], wanted: string): boolean {
  return names.some((name) => isSameName(name, wanted));
}

const serviceClasses = [
  'Msvm_HeartbeatComponent',
  'Msvm_KvpExchangeComponent',
  'Msvm_ShutdownComponent',
  'Msvm_TimeSyncComponent',
  'Msvm_VssComponent',
  'Msvm_GuestServiceInterfaceComponent',
] as const;

/** W32Time's performance class, and the provider by which its settings are read. */
export const timeServiceClass = 'Win32_PerfFormattedData_MicrosoftWindowsW32TimePerf_WindowsTimeService';
export const registryClass = 'StdRegProv';

/** Collectors that do not begin with a class of the virtualization namespace. */
const withoutProbe = ['clock', 'power', 'migration', 'host'];

/** Event logs that `power` reads before any class. */
const powerChannels = ['Microsoft-Windows-Hyper-V-Worker-Admin', 'Microsoft-Windows-Hyper-V-VMMS-Admin'];

/** Event logs that `migration` reads before any class. */
const migrationChannels = ['Microsoft-Windows-Hyper-V-VMMS-Admin', 'Microsoft-Windows-Hyper-V-High-Availability-Admin'];

/** Which classes each collector reads, in about the order of its script. A class is read once per call. */
const classesRead: Readonly<Record<string, readonly string[]>> = {
  vm: ['Msvm_ComputerSystem', 'Msvm_PlannedComputerSystem', 'Msvm_VirtualSystemSettingData', 'Msvm_SummaryInformation'],
  heartbeat: ['Msvm_ComputerSystem', 'Msvm_HeartbeatComponent', 'Msvm_HeartbeatComponentSettingData'],
  'integration-services': ['Msvm_ComputerSystem', ...serviceClasses, ...serviceClasses.map((name) => `${name}SettingData`)],
  clock: [timeServiceClass, registryClass],
  power: [...powerChannels, probeClass, 'Msvm_ComputerSystem'],
  host: [
    'Win32_OperatingSystem',
    'Win32_ComputerSystem',
    probeClass,
    'Msvm_VirtualSystemMigrationServiceSettingData',
    'Msvm_VirtualSystemMigrationNetworkSettingData',
    'MSFT_NetAdapterRdmaSettingData',
    'MSCluster_Cluster',
    'MSCluster_Node',
  ],
  migration: [
    ...migrationChannels,
    probeClass,
    'Msvm_MigrationJob',
    'Msvm_VirtualSystemMigrationServiceSettingData',
    'Msvm_ComputerSystem',
  ],
  kvp: ['Msvm_ComputerSystem', 'Msvm_KvpExchangeComponent', 'Msvm_KvpExchangeComponentSettingData'],
  beacon: ['Msvm_ComputerSystem', 'Msvm_KvpExchangeComponent'],
  disk: [
    'Msvm_ComputerSystem',
    'Msvm_ResourceAllocationSettingData',
    'Msvm_StorageAllocationSettingData',
    'Msvm_LogicalDisk',
    'Msvm_ImageManagementService',
  ],
};

/** Classes that a collector reads, the probe first where it makes one. */
export function classesOf(collector: string): readonly string[] {
  return [...(withoutProbe.includes(collector) ? [] : [probeClass]), ...(classesRead[collector] ?? [])];
}
