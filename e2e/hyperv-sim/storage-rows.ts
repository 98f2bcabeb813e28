import { imageFormats, imageTypes } from '../../collectors/transport/simulated/disk-record.ts';
import type { SimulatedHost, SimulatedVm } from '../../collectors/transport/simulated/scenario.ts';
import {
  filesByPath,
  type SimulatedController,
  type SimulatedDrive,
  type SimulatedFile,
} from '../../collectors/transport/simulated/simulated-storage.ts';
import { assertRealProperties, type CimRow } from './cim-classes.ts';
import { templateRows } from './setting-rows.ts';
import { hasWorker } from './system-rows.ts';

const subType = (name: string) => `Microsoft:Hyper-V:${name}`;
const diskPool = '70bb60d2-a9d3-46aa-b654-3de53004b4f8';

/** `Microsoft:<VM or checkpoint>\<controller>\<n>`; GUIDs in upper case, as most rows have them (cim-facts.md 6.2). */
function controllerId(owner: string, { guid, number }: SimulatedController): string {
  return `Microsoft:${owner.toUpperCase()}\\${guid.toUpperCase()}\\${number}`;
}

function controllerOf({ storage, id }: SimulatedVm, { controller }: SimulatedDrive): SimulatedController {
  const found = storage.controllers[controller];
  if (found === undefined) throw new Error(`a drive of VM ${id} hangs on no controller`);
  return found;
}

/** Object path of a setting row; its backslashes are doubled inside the key, mostly. */
function toObjectPath(host: SimulatedHost, name: string, instanceId: string, odd: boolean | undefined): string {
  const key = odd === true ? instanceId : instanceId.replaceAll('\\', '\\\\');
  return `\\\\${host.computerName}\\root\\virtualization\\v2:${name}.InstanceID="${key}"`;
}

/** The VM itself and its checkpoints, which have the same rows under ids of their own. */
function owners(vm: SimulatedVm): readonly string[] {
  return [vm.id, ...vm.checkpoints.map(({ id }) => id)];
}

/** `Msvm_ResourceAllocationSettingData`: controllers, then drives, of VMs and checkpoints; templates and a pool. */
export function resourceRows(host: SimulatedHost): CimRow[] {
  const drive = { ResourceType: 17, ResourceSubType: subType('Synthetic Disk Drive') };
  return [
    ...templateRows(diskPool, drive),
    ...host.vms.flatMap((vm) => owners(vm).flatMap((owner) => [...controllerRows(vm, owner), ...driveRows(host, vm, owner)])),
  ];
}

function controllerRows({ storage }: SimulatedVm, owner: string): CimRow[] {
  return storage.controllers.map((controller) => {
    const isIde = controller.kind === 'ide';
    return {
      InstanceID: controllerId(owner, controller),
      ResourceType: isIde ? 5 : 6,
      ResourceSubType: subType(isIde ? 'Emulated IDE Controller' : 'Synthetic SCSI Controller'),
      Address: isIde ? String(controller.number) : '',
      AddressOnParent: '',
      Parent: null,
      VirtualSystemIdentifiers: isIde ? [] : [`{${(controller.shownId ?? controller.guid).toUpperCase()}}`],
    };
  });
}

function driveRows(host: SimulatedHost, vm: SimulatedVm, owner: string): CimRow[] {
  return vm.storage.drives.map((drive) => {
    const controller = controllerId(owner, controllerOf(vm, drive));
    return {
      InstanceID: `${controller}\\${drive.location}\\D`,
      ResourceType: 17,
      ResourceSubType: subType(drive.hostDisk === undefined ? 'Synthetic Disk Drive' : 'Physical Disk Drive'),
      Parent: toObjectPath(host, 'Msvm_ResourceAllocationSettingData', controller, drive.oddPaths),
      AddressOnParent: String(drive.location),
      HostResource: drive.hostDisk === undefined ? [] : [drive.hostDisk],
    };
  });
}

/** `Msvm_StorageAllocationSettingData`: media; their location stands on the drive (cim-facts.md 6.1). A DVD is among them. */
export function mediaRows(host: SimulatedHost): CimRow[] {
  const medium = { ResourceType: 31, ResourceSubType: subType('Virtual Hard Disk') };
  return [
    ...templateRows(diskPool, medium),
    ...host.vms.flatMap((vm) =>
      owners(vm).flatMap((owner) =>
        vm.storage.drives.flatMap((drive) => {
          const [file] = drive.files;
          if (file === undefined) return [];
          const key = `${controllerId(owner, controllerOf(vm, drive))}\\${drive.location}`;
          return [
            {
              ...medium,
              InstanceID: `${key}\\L`,
              Parent: toObjectPath(host, 'Msvm_ResourceAllocationSettingData', `${key}\\D`, drive.oddPaths),
              HostResource: [drive.oddPaths === true ? file.path.replaceAll('\\', '\\\\') : file.path],
              AddressOnParent: '',
              PersistentReservationsSupported: drive.shared,
              PoolID: '',
              IOPSLimit: 0,
              IOPSReservation: 0,
            },
          ];
        }),
      ),
    ),
    ...host.vms.slice(0, 1).map((vm) => ({
      InstanceID: `Microsoft:${vm.id.toUpperCase()}\\83F8638B-8DCA-4152-9EDA-2CA8B33039B4\\1\\0\\L`,
      ResourceType: 16,
      ResourceSubType: subType('Virtual CD/DVD Disk'),
      HostResource: ['C:\\iso\\tools.iso'],
    })),
  ];
}

/** `Msvm_LogicalDisk`: devices exist where a worker process runs, and their ids repeat between VMs (cim-facts.md 0.1, 6.3). */
export function logicalDiskRows(host: SimulatedHost): CimRow[] {
  const blockSize = 512;
  return host.vms.filter(hasWorker).flatMap((vm) =>
    vm.storage.drives.map((drive) => {
      const { guid, number } = controllerOf(vm, drive);
      return {
        SystemName: vm.id.toUpperCase(),
        DeviceID: `Microsoft:${guid.toUpperCase()}\\${number}\\${drive.location}\\L`,
        OperationalStatus: [2],
        BlockSize: blockSize,
        NumberOfBlocks: drive.deviceBytes / blockSize,
      };
    }),
  );
}

/** `Msvm_ConcreteJob`: what became of the questions that the image service answers by a job. */
export function imageJobRows(host: SimulatedHost): CimRow[] {
  return [...simulatedFiles(host)].flatMap(([path, { fault }]) =>
    fault !== 'job' && fault !== 'job-locked'
      ? []
      : [
          {
            InstanceID: jobId(path),
            JobState: fault === 'job' ? 4 : 10,
            ErrorCode: fault === 'job' ? 0 : 32_768,
            ErrorDescription: fault === 'job' ? null : 'The process cannot access the file. (0x80070020)',
          },
        ],
  );
}

function simulatedFiles(host: SimulatedHost) {
  return filesByPath(host.vms.map(({ storage }) => storage));
}

function jobId(path: string): string {
  return `JOB-${Buffer.from(path).toString('hex')}`;
}

/** What the file system and the image service of a simulated host say of a file; the module CimCmdlets reads it by lower-case path. */
export function toFileAnswers(host: SimulatedHost): Readonly<Record<string, unknown>> {
  const answers = [...simulatedFiles(host)].map(([path, file]) => [
    path,
    {
      path: file.path,
      failure: file.fault === 'missing' || file.fault === 'denied' ? file.fault : null,
      bytes: file.bytes,
      writtenAt: file.writtenAt,
      ...imageAnswer(host, path, file),
    },
  ]);
  return Object.fromEntries(answers);
}

function imageAnswer(host: SimulatedHost, path: string, file: SimulatedFile) {
  const silent = { settingData: null, state: null, job: null };
  switch (file.fault) {
    case 'missing':
    case 'not-found':
      return { ...silent, code: 32_779 };
    case 'denied':
    case 'locked':
      return { ...silent, code: 32_774 };
    case 'job':
    case 'job-locked':
      return { ...silent, code: 4_096, job: jobId(path) };
    case undefined: {
      const setting = {
        Path: file.path,
        ParentPath: file.parentPath ?? '',
        Type: imageTypes[file.type],
        Format: imageFormats[file.format],
        MaxInternalSize: file.virtualBytes,
        VirtualDiskId: file.diskId.toUpperCase(),
      };
      const state = { FileSize: file.bytes, ...(file.minBytes === undefined ? {} : { MinInternalSize: file.minBytes }) };
      return {
        ...silent,
        code: 0,
        settingData: toInstanceXml(host, 'Msvm_VirtualHardDiskSettingData', setting),
        state: toInstanceXml(host, 'Msvm_VirtualHardDiskState', state),
      };
    }
  }
}

/** An embedded instance as the methods give it: CIM-XML, with the properties that the class really has. */
function toInstanceXml(host: SimulatedHost, name: string, row: Readonly<Record<string, string | number>>): string {
  assertRealProperties({ [name]: [row] }, host.build);
  const escaped = (value: string | number) =>
    String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const properties = Object.entries(row).map(
    ([key, value]) =>
      `<PROPERTY NAME="${key}" TYPE="${typeof value === 'number' ? 'uint64' : 'string'}">${value === '' ? '' : `<VALUE>${escaped(value)}</VALUE>`}</PROPERTY>`,
  );
  return `<INSTANCE CLASSNAME="${name}">${properties.join('')}</INSTANCE>`;
}
