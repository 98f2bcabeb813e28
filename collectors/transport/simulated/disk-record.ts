import { createHash } from 'node:crypto';
import type { Json } from '#lib/model/json.ts';
import { failureOf } from './class-answers.ts';
import { knownVms } from './known-vms.ts';
import type { SimulatedRecord } from './records.ts';
import type { SimulatedHost, SimulatedVm } from './scenario.ts';
import { filesByPath, type SimulatedDrive, type SimulatedFile } from './simulated-storage.ts';

/** Codes of Type and Format (cim-facts.md 6.4). */
export const imageTypes = { fixed: 2, dynamic: 3, differencing: 4 } as const;
export const imageFormats = { vhd: 2, vhdx: 3, 'vhd-set': 4 } as const;

const mostParents = 16;

type Files = ReadonlyMap<string, SimulatedFile>;
interface Asked {
  readonly files: Files;
  readonly known: ReadonlySet<string>;
  readonly hasDevices: boolean;
  /** Why no file could be asked. */
  readonly closed: boolean;
}

/** The record of collector `disk`. The two seconds that a host has for its files are not simulated: all of them are asked. Pure. */
export function diskRecord(host: SimulatedHost, args: Json): SimulatedRecord {
  const known = knownVms(host);
  const needed =
    known.failure ??
    failureOf(host, 'Msvm_ResourceAllocationSettingData') ??
    failureOf(host, 'Msvm_StorageAllocationSettingData');
  if (needed !== undefined) return { ...needed, data: null };
  const devices = failureOf(host, 'Msvm_LogicalDisk');
  const service = failureOf(host, 'Msvm_ImageManagementService');
  const asked = {
    files: filesByPath(host.vms.map(({ storage }) => storage)),
    known: new Set(stampsOf(args)),
    hasDevices: devices === undefined,
    closed: service !== undefined,
  };
  const vms = known.vms.map((vm) => ({
    id: vm.id,
    disks: inOrder(vm).map((drive) => toDisk(vm, drive, asked)),
  }));
  const isAsked = vms.some(({ disks }) =>
    disks.some((disk) => 'stamp' in disk && typeof disk.stamp === 'string' && !asked.known.has(disk.stamp)),
  );
  const reasons = [
    ...known.reasons,
    ...(devices === undefined ? [] : [devices.reason]),
    ...(service === undefined || !isAsked ? [] : [service.reason]),
  ];
  const data = { vms, next: null };
  return reasons.length === 0 ? { outcome: 'ok', data } : { outcome: 'partial', reason: reasons.join('; '), data };
}

/** Files first, pass-through disks after them, as the script sends them. */
function inOrder({ storage: { drives } }: SimulatedVm): SimulatedDrive[] {
  return [...drives.filter(({ files }) => files.length > 0), ...drives.filter(({ files }) => files.length === 0)];
}

function stampsOf(args: Json): string[] {
  if (typeof args !== 'object' || args === null || !('known' in args) || !Array.isArray(args.known)) return [];
  return args.known.filter((stamp) => typeof stamp === 'string');
}

function toDisk(vm: SimulatedVm, drive: SimulatedDrive, asked: Asked) {
  const controller = vm.storage.controllers[drive.controller];
  if (controller === undefined) throw new Error(`a drive of VM ${vm.id} hangs on no controller`);
  const isScsi = controller.kind === 'scsi';
  const scsi = vm.storage.controllers.filter(({ kind }) => kind === 'scsi');
  // Only a VM with a worker process has devices (cim-facts.md 6.3).
  const hasDevice = asked.hasDevices && (vm.state === 2 || vm.state === 9);
  const [file] = drive.files;
  const disk = {
    controller: controller.kind,
    controllerNumber: isScsi ? scsi.indexOf(controller) : controller.number,
    controllerId: isScsi ? (controller.shownId ?? controller.guid).toLowerCase() : null,
    location: drive.location,
    kind: file === undefined ? 'pass-through' : 'virtual',
    path: file?.path ?? drive.hostDisk ?? '',
    shared: drive.shared,
    deviceBytes: hasDevice ? drive.deviceBytes : null,
  };
  return file === undefined ? disk : { ...disk, ...toFile(file, asked) };
}

function toFile(file: SimulatedFile, { files, known, closed }: Asked) {
  if (file.fault === 'missing' || file.fault === 'denied') {
    const failure = file.fault === 'missing' ? 'missing' : 'access-denied';
    return { file: { failure, reason: `${file.path}: ${failure}` } };
  }
  const writtenAt = new Date(file.writtenAt).toISOString();
  const stamp = toStamp(file.path, writtenAt);
  const looked = { file: { bytes: file.bytes, writtenAt }, stamp };
  return known.has(stamp) || closed ? looked : { ...looked, image: toImage(file, files) };
}

/** 12 hex digits of SHA-256 over path and write time, as disk-files.ps1 makes them. */
export function toStamp(path: string, writtenAt: string): string {
  return createHash('sha256').update(`${path}\0${writtenAt}`).digest('hex').slice(0, 12);
}

function toImage(file: SimulatedFile, files: Files) {
  const failure = imageFailure(file);
  if (failure !== undefined) return { failure, reason: `${file.path}: ${failure}` };
  const chain = followChain(file, files);
  return {
    type: imageTypes[file.type],
    format: imageFormats[file.format],
    maxBytes: file.virtualBytes,
    minBytes: file.minBytes ?? null,
    diskId: file.diskId.toLowerCase(),
    ...chain,
  };
}

function imageFailure({ fault }: SimulatedFile): 'missing' | 'locked' | 'timed-out' | undefined {
  if (fault === 'not-found' || fault === 'missing') return 'missing';
  if (fault === 'locked' || fault === 'job-locked' || fault === 'denied') return 'locked';
  return fault === 'job' ? 'timed-out' : undefined;
}

/** Parents by path; `parentOf` says where each goes on. */
function followChain(file: SimulatedFile, files: Files) {
  const parents: string[] = [];
  const seen = new Set([file.path.toLowerCase()]);
  let parent = parentOf(file, files);
  while (parent !== undefined) {
    if (parents.length >= mostParents || seen.has(parent.path.toLowerCase())) return { parents, cut: true, again: false };
    parents.push(parent.path);
    seen.add(parent.path.toLowerCase());
    if (imageFailure(parent) !== undefined) return { parents, cut: true, again: true };
    parent = parentOf(parent, files);
  }
  return { parents, cut: false, again: false };
}

/** The file that a differencing one leans on. */
export function parentOf(file: SimulatedFile, files: Files): SimulatedFile | undefined {
  return file.parentPath === undefined ? undefined : files.get(file.parentPath.toLowerCase());
}
