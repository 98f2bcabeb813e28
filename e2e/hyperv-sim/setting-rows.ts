import type { SimulatedHost, SimulatedVm } from '../../collectors/transport/simulated/scenario.ts';
import type { CimRow } from './cim-classes.ts';
import { never, toCimDate } from './system-rows.ts';

type Checkpoint = SimulatedVm['checkpoints'][number];

/** `Msvm_VirtualSystemSettingData`: one row per VM and one per checkpoint, in one class (cim-facts.md 4.1). */
export function systemSettingRows(vms: readonly SimulatedVm[]): CimRow[] {
  return vms.flatMap((vm) => [systemSettingRow(vm), ...vm.checkpoints.map((checkpoint) => checkpointRow(vm, checkpoint))]);
}

function systemSettingRow(vm: SimulatedVm): CimRow {
  return {
    ...commonSettings(vm),
    InstanceID: `Microsoft:${vm.id.toUpperCase()}`,
    ElementName: vm.name,
    VirtualSystemType: `Microsoft:Hyper-V:System:${vm.kind === 'planned' ? 'Planned' : 'Realized'}`,
    CreationTime: toCimDate(vm.createdAt),
    ConfigurationID: vm.id.toUpperCase(),
    Parent: null,
  };
}

/** A checkpoint carries its own id in InstanceID and its VM's in VirtualSystemIdentifier. */
function checkpointRow(vm: SimulatedVm, checkpoint: Checkpoint): CimRow {
  return {
    ...commonSettings(vm),
    InstanceID: `Microsoft:${checkpoint.id.toUpperCase()}`,
    ElementName: checkpoint.name,
    VirtualSystemType: `Microsoft:Hyper-V:Snapshot:${checkpoint.type === 'recovery' ? 'Recovery' : 'Realized'}`,
    CreationTime: toCimDate(checkpoint.createdAt),
    ConfigurationID: checkpoint.id.toUpperCase(),
    IsAutomaticSnapshot: false,
  };
}

function commonSettings(vm: SimulatedVm): CimRow {
  const folder = 'C:\\ProgramData\\Microsoft\\Windows\\Hyper-V';
  return {
    Caption: 'Virtual Machine Settings',
    VirtualSystemIdentifier: vm.id.toUpperCase(),
    VirtualSystemSubType: `Microsoft:Hyper-V:SubType:${vm.generation}`,
    Version: vm.version,
    Notes: [''],
    SecureBootEnabled: vm.generation === 2,
    AutomaticStartupAction: 3,
    AutomaticShutdownAction: 3,
    AutomaticRecoveryAction: 3,
    AutomaticStartupActionDelay: 0,
    AutomaticCriticalErrorActionTimeout: 1_800_000,
    AutomaticCriticalErrorAction: 1,
    UserSnapshotType: 3,
    AutomaticSnapshotsEnabled: false,
    IncrementalBackupEnabled: false,
    BootOrder: vm.generation === 1 ? [1, 2, 3, 0] : [],
    BootSourceOrder: [],
    ConfigurationDataRoot: folder,
    SnapshotDataRoot: folder,
    ConfigurationFile: `Virtual Machines\\${vm.id.toUpperCase()}.vmcx`,
  };
}

/** Rows of a resource setting class that are no VM's: templates and pools (cim-facts.md 0.2, 3.2). */
export function templateRows(componentGuid: string, fields: CimRow): CimRow[] {
  const guid = componentGuid.toUpperCase();
  return [
    ...['Default', 'Minimum', 'Maximum', 'Increment'].map((which) => ({
      ...fields,
      InstanceID: `Microsoft:Definition\\${guid}\\${which}`,
    })),
    { ...fields, InstanceID: `Microsoft:Pool\\${guid}` },
  ];
}

/** The GUID of the processor device; lower case, unlike most ids (cim-facts.md 0.1, 5.2). */
const processorDevice = 'b637f346-6a0e-4dec-af52-bd70cb80a21d';

/** `Msvm_ProcessorSettingData`: every VM, every checkpoint, templates and a pool. */
export function processorSettingRows(vms: readonly SimulatedVm[]): CimRow[] {
  const fields = { ResourceType: 3, ResourceSubType: 'Microsoft:Hyper-V:Processor', Weight: 100 };
  const of = (id: string, vm: SimulatedVm) => ({
    ...fields,
    InstanceID: `Microsoft:${id.toUpperCase()}\\${processorDevice}\\0`,
    VirtualQuantity: vm.processors,
  });
  return [
    ...templateRows(processorDevice, { ...fields, VirtualQuantity: 1 }),
    ...vms.flatMap((vm) => [of(vm.id, vm), ...vm.checkpoints.map(({ id }) => of(id, vm))]),
  ];
}

/** `Msvm_ReplicationRelationship`: every VM has a primary row, replicated or not; state 0 says that it is not (cim-facts.md 9). */
export function replicationRows(vms: readonly SimulatedVm[]): CimRow[] {
  return vms
    .filter(({ kind }) => kind === 'realized')
    .map((vm) => ({
      InstanceID: `Microsoft:${vm.id.toUpperCase()}\\HVR\\0`,
      ReplicationState: vm.replicationMode === 0 ? 0 : 3,
      ReplicationHealth: vm.replicationMode === 0 ? 0 : 1,
      FailedOverReplicationType: 0,
      LastReplicationType: 0,
      LastReplicationTime: never,
      LastApplyTime: never,
      LastApplicationConsistentReplicationTime: never,
    }));
}

/** The host's own settings row, whose id is a name and no GUID. */
export function serviceSettingRow(host: SimulatedHost): CimRow {
  return {
    InstanceID: `Microsoft:${host.computerName}`,
    DefaultVirtualHardDiskPath: 'C:\\Users\\Public\\Documents\\Hyper-V\\Virtual Hard Disks',
    NumaSpanningEnabled: true,
    EnhancedSessionModeEnabled: false,
  };
}

/** An association that also yields rows without any value (cim-facts.md 0.2). */
export function elementSettingRows(host: SimulatedHost, vms: readonly SimulatedVm[]): CimRow[] {
  const at = (name: string, key: string) => `\\\\${host.computerName}\\root\\virtualization\\v2:${name}.${key}`;
  return [
    ...Array.from({ length: 4 }, () => ({ ManagedElement: null, SettingData: null })),
    ...vms.map((vm) => ({
      ManagedElement: at('Msvm_ComputerSystem', `CreationClassName="Msvm_ComputerSystem",Name="${vm.id.toUpperCase()}"`),
      SettingData: at('Msvm_VirtualSystemSettingData', `InstanceID="Microsoft:${vm.id.toUpperCase()}"`),
      IsCurrent: 1,
      IsDefault: 1,
      IsNext: 1,
    })),
  ];
}
