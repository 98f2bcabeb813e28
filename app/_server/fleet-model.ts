import { randomUUID } from 'node:crypto';
import { isBooting } from '#lib/derive/heartbeat-sign.ts';
import { type HostCollector, type HostFacts, toHostFacts } from '#lib/derive/host-facts.ts';
import { hostSign, isReachable } from '#lib/derive/host-sign.ts';
import { addressesOf } from '#lib/derive/kvp-sign.ts';
import { type Level, type SignName, worstLevel } from '#lib/derive/vital-sign.ts';
import { vitalSigns } from '#lib/derive/vital-signs.ts';
import { toVmFacts, type VmFacts } from '#lib/derive/vm-facts.ts';
import { freshnessOf, toVmParts } from '#lib/derive/vm-parts.ts';
import type { ApiTarget } from '#lib/model/api/targets.ts';
import type { ApiVm } from '#lib/model/api/vms.ts';
import type { MigrationReading } from '#lib/model/readings/migration.ts';
import { sameReading } from '#lib/model/same-reading.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { RevisionDelta } from '#lib/store/store.ts';
import { applyDelta, emptyFleetRows, type FleetRows } from './fleet-rows.ts';
import { RecentChanges } from './recent-changes.ts';
import { toApiScrape, toApiSign } from './to-api.ts';
import { findingsOf, hostFindingsOf, type ParsedFinding } from './to-api-finding.ts';

type ApiSign = ApiTarget['sign'];

/** One VM as it was judged when its readings last changed. Ages are not part of it: they move with every scrape. */
export interface JudgedVm extends Omit<ApiVm, 'vmId' | 'signs'> {
  readonly vmId: VmId;
  readonly signs: Readonly<Record<SignName, ApiSign>>;
  /** When the reading behind each sign last changed, UTC milliseconds; null where there is none. */
  readonly changedAt: Readonly<Record<SignName, number | null>>;
}

/** What one delta of the store has changed after judging. */
export interface FleetChange {
  readonly revision: number;
  /** True where nothing that was known before holds. */
  readonly reset: boolean;
  /** VMs that were judged anew; those that are gone are no longer in the model. */
  readonly vms: ReadonlySet<VmId>;
  /** Hosts with a new target, scrape or reading of their own; those that are gone are no longer in the model. */
  readonly hosts: ReadonlySet<string>;
}

/** The judged fleet in memory. It follows the store's deltas, and judges only what they touch. */
export interface FleetModel {
  /** Another one for each model: revisions of different stores have nothing to do with each other. */
  readonly life: string;
  readonly rows: FleetRows;
  readonly vms: ReadonlyMap<VmId, JudgedVm>;
  readonly targets: ReadonlyMap<string, ApiTarget>;
  /** What a list of VMs shows anew. */
  readonly changes: RecentChanges<VmId>;
  apply(delta: RevisionDelta): FleetChange;
}

/** The collector whose reading each sign is judged from. */
export const collectorOfSign = {
  power: 'vm',
  heartbeat: 'heartbeat',
  services: 'integration-services',
  kvp: 'kvp',
} as const satisfies Record<SignName, string>;

/** A model that knows nothing yet; the first delta to apply is `readSince(-1)`. */
export function createFleetModel(): FleetModel {
  const rows = emptyFleetRows();
  const changes = new RecentChanges<VmId>();
  const vms = new Map<VmId, JudgedVm>();
  const targets = new Map<string, ApiTarget>();
  // VMs whose verdict depends on when they were read, by the hosts on which they stand: these are judged anew after each scrape.
  const restless = new Map<string, Set<VmId>>();

  /** Returns whether a list of VMs shows anything new. */
  const judge = (vmId: VmId): boolean => {
    const facts = factsOf(rows, vmId);
    const before = vms.get(vmId);
    const judged = facts && toJudgedVm(facts, findingsOf(rows, vmId));
    if (judged === undefined) vms.delete(vmId);
    else vms.set(vmId, judged);
    const hosts = rows.vmReadings.get(vmId);
    const watch = facts !== undefined && dependsOnAge(facts);
    for (const host of hosts?.keys() ?? []) {
      const watched = restless.get(host) ?? new Set();
      if (watch) restless.set(host, watched.add(vmId));
      else watched.delete(vmId);
    }
    return !looksTheSame(before, judged);
  };

  const apply = (delta: RevisionDelta): FleetChange => {
    if (delta.reset) for (const map of [vms, targets, restless]) map.clear();
    const touched = applyDelta(rows, delta);
    for (const host of touched.hosts) for (const vmId of restless.get(host) ?? []) touched.vms.add(vmId);
    const moved = [...touched.vms].filter(judge);
    for (const host of touched.hosts) {
      const target = toApiTarget(rows, host);
      if (target !== undefined) {
        targets.set(host, target);
        continue;
      }
      targets.delete(host);
      restless.delete(host);
    }
    if (delta.reset) changes.reset(delta.revision);
    else changes.add(delta.revision, { vms: moved, hosts: touched.hosts });
    return { revision: delta.revision, reset: delta.reset, vms: touched.vms, hosts: touched.hosts };
  };
  return { life: randomUUID(), rows, vms, targets, changes, apply };
}

/** Most new readings, above all those of beacons, which move once a minute, leave a VM in a list as it was. */
function looksTheSame(before: JudgedVm | undefined, after: JudgedVm | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  const { changedAt: was, ...shown } = before;
  const { changedAt: is, ...shownNow } = after;
  // Of these times a list says only whether there is one.
  const sameParts = Object.keys(collectorOfSign).every(
    (name) => (was[name as SignName] === null) === (is[name as SignName] === null),
  );
  return sameParts && sameReading(shown, shownNow);
}

/** The joined facts of one VM with the ages of this moment. Undefined where no host lists it. */
export function factsOf(rows: FleetRows, vmId: VmId): VmFacts | undefined {
  const places = [...(rows.vmReadings.get(vmId) ?? [])].map(([host, readings]) =>
    toVmParts({ host, vmId, hostFacts: hostFactsOf(rows, host) }, readings.values(), (collector) =>
      rows.scrapes.get(host)?.get(collector),
    ),
  );
  return toVmFacts(places);
}

/** What is known of a host itself with the ages of this moment. */
export function hostFactsOf(rows: FleetRows, host: string): HostFacts {
  const stored = (collector: HostCollector) => rows.hostReadings.get(host)?.get(collector);
  return toHostFacts(host, stored, (collector) => rows.scrapes.get(host)?.get(collector));
}

/** A judged VM as the API gives it: each sign with the age that its collector's reading has now. */
export function toApiVm(vm: JudgedVm, rows: FleetRows): ApiVm {
  const { changedAt: _, signs, ...rest } = vm;
  const parts = rows.vmReadings.get(vm.vmId)?.get(vm.host);
  const timed = (name: SignName): ApiVm['signs'][SignName] => {
    const collector = collectorOfSign[name];
    const isRead = parts?.get(collector)?.reading !== undefined;
    return { ...signs[name], freshness: freshnessOf(isRead ? rows.scrapes.get(vm.host)?.get(collector) : undefined) };
  };
  const timedSigns = { power: timed('power'), heartbeat: timed('heartbeat'), services: timed('services'), kvp: timed('kvp') };
  return { ...rest, signs: timedSigns };
}

/** A booting guest is let off for a while, and where an id stands twice the owner depends on who was read last. */
function dependsOnAge({ parts, copies }: VmFacts): boolean {
  const vm = parts.vm?.reading;
  return copies.length > 0 || Object.values(parts).some((part) => isBooting(vm, part.freshness.readAt));
}

function toJudgedVm(facts: VmFacts, findings: readonly ParsedFinding[]): JudgedVm {
  const judged = vitalSigns(facts);
  const { parts } = facts;
  const reading = parts.vm?.reading;
  const signs = {
    power: toApiSign(judged.power),
    heartbeat: toApiSign(judged.heartbeat),
    services: toApiSign(judged.services),
    kvp: toApiSign(judged.kvp),
  };
  const levels: readonly Level[] = [
    ...Object.values(signs).map((sign) => sign.level),
    ...findings.map(({ severity }) => severity),
  ];
  const changedAt = (name: SignName) => parts[collectorOfSign[name]]?.changedAt ?? null;
  return {
    vmId: facts.vmId,
    name: facts.name,
    host: facts.host,
    kind: reading?.kind ?? null,
    state: reading?.state ?? null,
    level: worstLevel(levels),
    findings: findings.map(({ code }) => code),
    signs,
    addresses: [...addressesOf(parts.kvp?.reading)],
    copies: facts.copies.length,
    changedAt: {
      power: changedAt('power'),
      heartbeat: changedAt('heartbeat'),
      services: changedAt('services'),
      kvp: changedAt('kvp'),
    },
  };
}

function toApiTarget(rows: FleetRows, host: string): ApiTarget | undefined {
  const target = rows.targets.get(host);
  if (target === undefined) return undefined;
  const scrapes = [...(rows.scrapes.get(host)?.values() ?? [])].toSorted((a, b) => (a.collector < b.collector ? -1 : 1));
  return {
    host,
    transport: target.transport,
    address: target.address ?? null,
    labels: { ...target.labels },
    sign: toApiSign(hostSign(scrapes, hostFindingsOf(rows, host))),
    reachable: isReachable(scrapes),
    scrapes: scrapes.map(toApiScrape),
  };
}

/** What each host says of the migrations of its VMs. */
export function migrationReadings(rows: FleetRows): readonly { readonly host: string; readonly reading: MigrationReading }[] {
  const found: { readonly host: string; readonly reading: MigrationReading }[] = [];
  for (const hosts of rows.vmReadings.values()) {
    for (const [host, readings] of hosts) {
      const held = readings.get('migration')?.reading;
      // Readings are held by collector, so that the name says which it is.
      if (held !== undefined && 'jobs' in held) found.push({ host, reading: held });
    }
  }
  return found;
}
