import type { HostFacts } from '#lib/derive/host-facts.ts';
import type { VmFacts } from '#lib/derive/vm-facts.ts';
import { compareVms } from '#lib/derive/vm-order.ts';
import type { FindingGroup } from '#lib/findings/group-findings.ts';
import type { ApiFinding, ApiHostFinding, ApiHostFindingGroup } from '#lib/model/api/findings.ts';
import type { ApiTarget } from '#lib/model/api/targets.ts';
import type { ApiVm } from '#lib/model/api/vms.ts';
import type { MigrationReading } from '#lib/model/readings/migration.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { OpenStore } from '#lib/store/open-store.ts';
import {
  createFleetModel,
  type FleetChange,
  type FleetModel,
  factsOf,
  hostFactsOf,
  migrationReadings,
  toApiVm,
} from './fleet-model.ts';
import { readStore } from './store-access.ts';
import {
  findingsOf,
  groupsOf,
  hostFindingsOf,
  hostGroupsOf,
  type ParsedFinding,
  toApiFinding,
  toApiHostFinding,
} from './to-api-finding.ts';

/** Everything that is known at one revision, in the shapes of the API. Lists are put together when they are first asked for. */
export interface Fleet {
  readonly revision: number;
  /** By name. */
  readonly targets: readonly ApiTarget[];
  /** Worst first, then those with the most findings, then by name. */
  readonly vms: readonly ApiVm[];
  /** One VM, without putting the list together. */
  vm(vmId: VmId): ApiVm | undefined;
  factsOf(vmId: VmId): VmFacts | undefined;
  hostFactsOf(host: string): HostFacts;
  /** Findings of one VM, worst first. */
  findingsOf(vmId: VmId): readonly ApiFinding[];
  /** All findings, one group per code. */
  readonly findingGroups: readonly FindingGroup<ParsedFinding>[];
  /** Findings about one host itself, worst first. */
  hostFindingsOf(host: string): readonly ApiHostFinding[];
  /** Findings about all hosts, one group per code. */
  readonly hostFindingGroups: readonly ApiHostFindingGroup[];
  /** Reading of a collector (`vm` if none is named) about the host itself, as stored. */
  hostReading(host: string, collector?: string): unknown;
  /** When the content of that reading last changed, UTC milliseconds. */
  hostReadingChangedAt(host: string, collector: string): number | undefined;
  /** What each host says of the migrations of its VMs; few VMs have such a reading. */
  migrationReadings(): readonly { readonly host: string; readonly reading: MigrationReading }[];
}

/** Told of every change of the model, in order, in the turn in which it happens. */
export type FleetListener = (change: FleetChange, model: FleetModel) => void;

interface Held {
  store: OpenStore;
  model: FleetModel;
  fleet: Fleet | undefined;
  /** Reads follow one another, so that deltas are applied in order. */
  last: Promise<unknown>;
}

interface Shared {
  held: Held | undefined;
  readonly listeners: Set<FleetListener>;
}

// The server and Next's bundles are separate copies of this module; the process has one fleet by this symbol.
const key = Symbol.for('hvitals.app.fleet');

function shared(): Shared {
  const holder = globalThis as { [key]?: Shared };
  holder[key] ??= { held: undefined, listeners: new Set() };
  return holder[key];
}

/** The fleet as the store has it now. Costs one small query where nothing changed. Throws StoreError. */
export async function readFleet(): Promise<Fleet> {
  const store = await readStore();
  const all = shared();
  // Another store says nothing about what was read from the one before.
  if (all.held?.store !== store) {
    all.held = { store, model: createFleetModel(), fleet: undefined, last: Promise.resolve() };
  }
  const { held } = all;
  const next = held.last.then(() => refresh(held, all.listeners));
  held.last = Promise.allSettled([next]);
  return next;
}

/** Calls `listener` at every change from now on; whoever listens looks at the model of the first call for what was before. */
export function listenToFleet(listener: FleetListener): { readonly stop: () => void } {
  shared().listeners.add(listener);
  return { stop: () => void shared().listeners.delete(listener) };
}

/** The model that stands now, or undefined before the first read. */
export function currentModel(): FleetModel | undefined {
  const { held } = shared();
  return held?.fleet === undefined ? undefined : held.model;
}

async function refresh(held: Held, listeners: ReadonlySet<FleetListener>): Promise<Fleet> {
  const { store, model, fleet } = held;
  if (fleet !== undefined && (await store.revision()) === fleet.revision) return fleet;
  const delta = await store.readSince(fleet === undefined ? -1 : model.rows.revision);
  const change = model.apply(fleet === undefined ? { ...delta, reset: true } : delta);
  held.fleet = toFleet(model);
  for (const listener of listeners) listener(change, model);
  return held.fleet;
}

/** The model at its present revision. Lists may be asked for later only as long as the model has not moved on. */
export function toFleet(model: FleetModel): Fleet {
  const { rows } = model;
  let targets: readonly ApiTarget[] | undefined;
  let vms: readonly ApiVm[] | undefined;
  let groups: Fleet['findingGroups'] | undefined;
  return {
    revision: rows.revision,
    get targets() {
      targets ??= [...model.targets.values()].toSorted((a, b) => compareText(a.host, b.host));
      return targets;
    },
    get vms() {
      vms ??= Array.from(model.vms.values(), (vm) => toApiVm(vm, rows)).toSorted(compareVms);
      return vms;
    },
    vm(vmId) {
      const vm = model.vms.get(vmId);
      return vm === undefined ? undefined : toApiVm(vm, rows);
    },
    factsOf: (vmId) => factsOf(rows, vmId),
    hostFactsOf: (host) => hostFactsOf(rows, host),
    findingsOf: (vmId) => findingsOf(rows, vmId).map((finding) => toApiFinding(finding, rows)),
    get findingGroups() {
      groups ??= groupsOf(rows);
      return groups;
    },
    hostFindingsOf: (host) => hostFindingsOf(rows, host).map((finding) => toApiHostFinding(finding, rows)),
    get hostFindingGroups() {
      return hostGroupsOf(rows);
    },
    hostReading: (host, collector = 'vm') => rows.hostReadings.get(host)?.get(collector)?.reading,
    hostReadingChangedAt: (host, collector) => rows.hostReadings.get(host)?.get(collector)?.changedAt,
    migrationReadings: () => migrationReadings(rows),
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
