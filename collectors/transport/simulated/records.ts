import { componentGuids, type IntegrationService, integrationServices } from '#lib/model/integration-service.ts';
import type { Json } from '#lib/model/json.ts';
import type { Outcome } from '#lib/model/outcome.ts';
import { type ClassFailure, failureOf } from './class-answers.ts';
import { clockRecord } from './clock-record.ts';
import { diskRecord } from './disk-record.ts';
import { toBeaconRow } from './guest-items.ts';
import { hostRecord } from './host-record.ts';
import { decideRights, knownVms } from './known-vms.ts';
import { emptyKvpBlock, toKvpBlock } from './kvp-block.ts';
import { migrationRecord } from './migration-record.ts';
import { powerRecord } from './power-record.ts';
import type { SimulatedHost, SimulatedVm } from './scenario.ts';

/** What a host sends for one collector. */
export interface SimulatedRecord {
  readonly outcome: Outcome;
  /** One sentence; absent for `ok`. Its wording is not that of a real host. */
  readonly reason?: string;
  /** Null where the outcome carries none. */
  readonly data: unknown;
}

/**
 * The record that the host scripts would send for this host at this moment (UTC milliseconds, true time). Pure. Hanging and slow
 * classes are the transport's part. The cap of a whole record (8 MiB) is not simulated.
 */
export function recordData(host: SimulatedHost, collectorName: string, args: Json, now: number): SimulatedRecord {
  switch (collectorName) {
    case 'vm':
      return vmRecord(host, now);
    case 'heartbeat':
      return heartbeatRecord(host);
    case 'integration-services':
      return integrationServicesRecord(host);
    case 'kvp':
      return kvpRecord(host, args);
    case 'beacon':
      return beaconRecord(host, now);
    case 'disk':
      return diskRecord(host, args);
    case 'clock':
      return clockRecord(host, args, now);
    case 'power':
      return powerRecord(host, args, now);
    case 'host':
      return hostRecord(host);
    case 'migration':
      return migrationRecord(host, args, now);
    default:
      return { outcome: 'error', reason: `the host module knows no collector ${collectorName}`, data: null };
  }
}

function vmRecord(host: SimulatedHost, now: number): SimulatedRecord {
  const failed = failureOf(host, 'Msvm_ComputerSystem');
  if (failed !== undefined) return withoutData(failed);
  const planned = failureOf(host, 'Msvm_PlannedComputerSystem');
  const settings = failureOf(host, 'Msvm_VirtualSystemSettingData');
  const summary = failureOf(host, 'Msvm_SummaryInformation');
  const reasons = toReasons(planned, settings, summary);
  const shown = host.rights === 'none' ? [] : host.vms.filter(({ kind }) => kind === 'realized' || planned === undefined);
  const rights = shown.some(({ kind }) => kind === 'realized') ? undefined : decideRights(host);
  if (rights?.failure !== undefined) return withoutData(rights.failure);
  if (rights?.unknown !== undefined) reasons.push(rights.unknown);
  const inOrder = [...shown.filter(({ kind }) => kind === 'realized'), ...shown.filter(({ kind }) => kind === 'planned')];
  return toRecord(reasons, {
    host: { computerName: host.computerName, countedByHealthSummary: rights?.counted ?? null },
    vms: inOrder.map((vm) => toVmRow(vm, { hasSettings: settings === undefined, hasSummary: summary === undefined, now })),
  });
}

interface RowSources {
  readonly hasSettings: boolean;
  readonly hasSummary: boolean;
  readonly now: number;
}

function toVmRow(vm: SimulatedVm, { hasSettings, hasSummary, now }: RowSources) {
  // Summaries are of realized VMs only.
  const isSummed = hasSummary && vm.kind === 'realized';
  return {
    id: vm.id,
    name: vm.name,
    kind: vm.kind === 'planned' ? 'planned' : isReplica(vm) ? 'replica' : 'realized',
    state: vm.state,
    otherState: vm.otherState ?? null,
    healthState: vm.healthState,
    operationalStatus: vm.operationalStatus,
    onTimeMs: vm.startedAt === undefined ? 0 : Math.max(0, Math.round(now - vm.startedAt)),
    stateChangedAt: toDate(vm.stateChangedAt),
    createdAt: hasSettings ? toDate(vm.createdAt) : null,
    generation: hasSettings ? vm.generation : null,
    version: hasSettings ? vm.version : null,
    replicationMode: vm.kind === 'planned' ? null : vm.replicationMode,
    processors: isSummed ? vm.processors : null,
    guestOperatingSystem: isSummed ? (vm.guestOperatingSystem ?? null) : null,
  };
}

function heartbeatRecord(host: SimulatedHost): SimulatedRecord {
  const known = knownVms(host);
  if (known.failure !== undefined) return withoutData(known.failure);
  const runtime = failureOf(host, 'Msvm_HeartbeatComponent');
  if (runtime !== undefined) return withoutData(runtime);
  const settings = failureOf(host, 'Msvm_HeartbeatComponentSettingData');
  return toRecord([...known.reasons, ...toReasons(settings)], {
    vms: known.vms.map((vm) => ({
      id: vm.id,
      enabledState: settings === undefined ? enabledState(vm, 'heartbeat') : null,
      operationalStatus: runtimeStatus(vm, 'heartbeat'),
    })),
  });
}

const serviceClass: Readonly<Record<IntegrationService, string>> = {
  heartbeat: 'Msvm_HeartbeatComponent',
  kvp: 'Msvm_KvpExchangeComponent',
  shutdown: 'Msvm_ShutdownComponent',
  'time-synchronization': 'Msvm_TimeSyncComponent',
  vss: 'Msvm_VssComponent',
  'guest-service-interface': 'Msvm_GuestServiceInterfaceComponent',
};

function integrationServicesRecord(host: SimulatedHost): SimulatedRecord {
  const known = knownVms(host);
  if (known.failure !== undefined) return withoutData(known.failure);
  // Both classes of a service or neither: without its runtime row a service would look like one that has lost its guest.
  const failureOfService = (service: IntegrationService) =>
    failureOf(host, `${serviceClass[service]}SettingData`) ?? failureOf(host, serviceClass[service]);
  const failures = integrationServices.flatMap((service) => failureOfService(service) ?? []);
  const [first] = failures;
  if (first !== undefined && failures.length === integrationServices.length) return withoutData(first);
  const answering = integrationServices.filter((service) => failureOfService(service) === undefined);
  return toRecord([...known.reasons, ...toReasons(...failures)], {
    vms: known.vms.map((vm) => ({
      id: vm.id,
      services: answering.map((service) => ({
        component: componentGuids[service],
        enabledState: enabledState(vm, service),
        operationalStatus: runtimeStatus(vm, service),
      })),
    })),
  });
}

function kvpRecord(host: SimulatedHost, args: Json): SimulatedRecord {
  const known = knownVms(host);
  if (known.failure !== undefined) return withoutData(known.failure);
  const runtime = failureOf(host, 'Msvm_KvpExchangeComponent');
  if (runtime !== undefined) return withoutData(runtime);
  const settings = failureOf(host, 'Msvm_KvpExchangeComponentSettingData');
  const hashes = member(args, 'known');
  return toRecord([...known.reasons, ...toReasons(settings)], {
    vms: known.vms.map((vm) => {
      const hash = member(hashes, vm.id);
      const runs = hasWorker(vm);
      return {
        id: vm.id,
        enabledState: settings === undefined ? enabledState(vm, 'kvp') : null,
        operationalStatus: runtimeStatus(vm, 'kvp'),
        intrinsic: runs ? toKvpBlock(vm.kvp, 'intrinsic', member(hash, 'intrinsic')) : emptyKvpBlock,
        guest: runs ? toKvpBlock(vm.kvp, 'guest', member(hash, 'guest')) : emptyKvpBlock,
        host: settings === undefined ? toKvpBlock(vm.kvp, 'host', member(hash, 'host')) : emptyKvpBlock,
      };
    }),
  });
}

function beaconRecord(host: SimulatedHost, now: number): SimulatedRecord {
  const known = knownVms(host);
  if (known.failure !== undefined) return withoutData(known.failure);
  const runtime = failureOf(host, 'Msvm_KvpExchangeComponent');
  if (runtime !== undefined) return withoutData(runtime);
  return toRecord(known.reasons, {
    vms: known.vms.map((vm) => (hasWorker(vm) ? toBeaconRow(vm, host, now) : { id: vm.id, items: [] })),
  });
}

/** Replicas are realized VMs with a replication mode of their own (cim-facts.md 1.3). */
function isReplica(vm: SimulatedVm): boolean {
  return vm.replicationMode === 2 || vm.replicationMode === 3 || vm.replicationMode === 4;
}

/** Component rows exist where a worker process runs: running and paused VMs (cim-facts.md 3.1). */
function hasWorker(vm: SimulatedVm): boolean {
  return vm.kind === 'realized' && (vm.state === 2 || vm.state === 9);
}

function runtimeStatus(vm: SimulatedVm, service: IntegrationService): readonly number[] | null {
  if (!hasWorker(vm)) return null;
  // The heartbeat of a paused VM says so, whatever its guest last said (cim-facts.md 3.1).
  return vm.state === 9 && service === 'heartbeat' ? [15] : vm.services[service].status;
}

/** EnabledState of the setting row: 2 enabled, 3 disabled. Setting rows exist in every state of the VM. */
function enabledState(vm: SimulatedVm, service: IntegrationService): number {
  return vm.services[service].enabled ? 2 : 3;
}

function withoutData({ outcome, reason }: ClassFailure): SimulatedRecord {
  return { outcome, reason, data: null };
}

function toRecord(reasons: readonly string[], data: unknown): SimulatedRecord {
  return reasons.length === 0 ? { outcome: 'ok', data } : { outcome: 'partial', reason: reasons.join('; '), data };
}

function toReasons(...failures: readonly (ClassFailure | undefined)[]): string[] {
  return failures.flatMap((failure) => (failure === undefined ? [] : [failure.reason]));
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** Unset dates are the year 1601 in Hyper-V and null in a record (cim-facts.md 1.1). */
function toDate(at: number): string | null {
  return at < Date.UTC(1602, 0, 1) ? null : new Date(at).toISOString();
}
