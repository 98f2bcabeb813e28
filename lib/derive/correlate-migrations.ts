import type { MigrationRecord } from '../model/migration-record.ts';
import type { MigrationKind } from '../model/migration-words.ts';
import { withoutUndefined } from '../model/without-undefined.ts';
import { type Group, groupObservations } from './group-observations.ts';
import {
  type MigrationEvent,
  type MigrationHost,
  MigrationHosts,
  type Observation,
  toObservation,
} from './migration-observations.ts';
import { type StandstillWords, standstillOf } from './migration-standstill.ts';

/** A migration job that its host lists as running now (readings of collector `migration`). */
export interface RunningJob {
  readonly host: string;
  readonly job: string;
  readonly percent?: number | undefined;
}

export interface CorrelateOptions {
  readonly hosts: readonly MigrationHost[];
  readonly running: readonly RunningJob[];
}

/**
 * Joins what hosts and hvitals said of migrations into one record per migration, newest first. Takes events of the kinds
 * `migration-…` and `placed`, and `saved`, `restored` and `started`, which tell what kind a placement was; others are passed over.
 * Two hosts of one migration tell it by clocks of their own: what they say may stand apart by the known bound of each clock, by a
 * minute for a clock of which nothing is known, and by ten seconds on top. Pure; neither the order of the events nor that one comes
 * twice matters.
 */
export function correlateMigrations(events: readonly MigrationEvent[], options: CorrelateOptions): readonly MigrationRecord[] {
  const hosts = new MigrationHosts(options.hosts);
  const running = new Map(options.running.map((one) => [`${one.host} ${one.job}`, one]));
  const records = [...byVm(events)].flatMap(([vmId, ofVm]) => {
    const observations = ofVm.flatMap((event) => toObservation(event, hosts) ?? []);
    return groupObservations(observations, hosts).map((group) => toRecord(vmId, group, { ofVm, hosts, running }));
  });
  return records.toSorted((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
}

/** Events of each VM, each once: one that was stored twice under two ids is one, known by its first id. */
function byVm(events: readonly MigrationEvent[]): ReadonlyMap<string, readonly MigrationEvent[]> {
  const once = new Map<string, MigrationEvent>();
  for (const event of events) {
    const identity = `${event.host} ${event.kind} ${event.key}`;
    const known = once.get(identity);
    if (known === undefined || event.id < known.id) once.set(identity, event);
  }
  const grouped = new Map<string, MigrationEvent[]>();
  for (const event of once.values()) {
    if (event.vmId === undefined) continue;
    const list = grouped.get(event.vmId) ?? [];
    list.push(event);
    grouped.set(event.vmId, list);
  }
  return grouped;
}

interface Context {
  readonly ofVm: readonly MigrationEvent[];
  readonly hosts: MigrationHosts;
  readonly running: ReadonlyMap<string, RunningJob>;
}

function toRecord(vmId: string, group: Group, context: Context): MigrationRecord {
  const job = group.find((one) => one.job !== undefined);
  const live = job?.job === undefined ? undefined : context.running.get(`${job.event.host} ${job.job.job}`);
  const result = group.find((one) => one.result !== undefined)?.result ?? (live === undefined ? 'unknown' : 'running');
  const ends = decideEnds(group);
  const still = standstillOf(group, context.ofVm, context.hosts);
  const startedAt = first(group, ({ job: told, event }) =>
    told?.startedAt === undefined ? undefined : context.hosts.correct(event.host, told.startedAt),
  );
  const finishedAt = result === 'running' ? undefined : (finishOf(group, context.hosts) ?? still?.finishedAt);
  const evidence = [...group.map(({ event }) => event.id), ...(still?.evidence ?? [])].toSorted((a, b) => a - b);
  return withoutUndefined({
    id: `${vmId} ${Math.min(...group.map(({ event }) => event.id))}`,
    vmId,
    kind: kindOf(group, still),
    result,
    fromHost: ends.from,
    toHost: ends.to,
    witnesses: ends.from === undefined && ends.to === undefined ? witnessesOf(group) : undefined,
    startedAt,
    finishedAt,
    blackoutSeconds: first(group, ({ log }) => log?.blackoutSeconds),
    network: first(group, ({ job: told }) => told?.network) ?? 'unknown',
    percent: result === 'running' ? live?.percent : undefined,
    reason: result === 'failed' ? reasonOf(group) : undefined,
    at: finishedAt ?? lastWord(group) ?? startedAt ?? Math.min(...group.map(({ span }) => span.from)),
    evidence,
  });
}

/** When hvitals saw it done, where nothing tells the end itself. */
function lastWord(group: Group): number | undefined {
  return first(group, ({ placed }) => placed?.notAfter);
}

/** Both ends, as told; or by exclusion, where a host was one end and the other end is known to be another host. */
function decideEnds(group: Group): { readonly from: string | undefined; readonly to: string | undefined } {
  const placed = group.find((one) => one.placed !== undefined);
  const from = placed?.from ?? first(group, (one) => one.from);
  const to = placed?.to ?? first(group, (one) => one.to);
  const witnessed = (other: string | undefined) => first(group, ({ witness }) => (witness === other ? undefined : witness));
  if (from !== undefined && to === undefined) return { from, to: witnessed(from) };
  if (to !== undefined && from === undefined) return { from: witnessed(to), to };
  return { from, to };
}

/** Hosts that were one end, and do not say which; undefined where there are none. */
function witnessesOf(group: Group): string[] | undefined {
  const hosts = new Set(group.flatMap(({ witness }) => witness ?? []));
  return hosts.size === 0 ? undefined : [...hosts].toSorted((a, b) => (a < b ? -1 : 1));
}

/** The job knows best what it moved; after it the log; after it what happened to the VM meanwhile. */
function kindOf(group: Group, still: StandstillWords | undefined): MigrationKind {
  const told = first(group, ({ job, kind }) => (job === undefined ? undefined : kind)) ?? first(group, ({ kind }) => kind);
  if (told !== undefined) return told;
  if (still !== undefined) return still.kind;
  return group.some(({ placed }) => placed?.keptRunning === true) ? 'live' : 'unknown';
}

/** The log's own time of the end, else the job's. */
function finishOf(group: Group, hosts: MigrationHosts): number | undefined {
  const logged = group.filter(({ log }) => log !== undefined).map(({ span }) => span.from);
  if (logged.length > 0) return Math.min(...logged);
  return first(group, ({ job, result, event }) =>
    result === undefined || job?.endedAt === undefined ? undefined : hosts.correct(event.host, job.endedAt),
  );
}

function reasonOf(group: Group): string | undefined {
  return first(group, ({ log }) => log?.reason) ?? first(group, ({ job }) => job?.reason);
}

function first<T>(group: Group, pick: (one: Observation) => T | undefined): T | undefined {
  for (const one of group) {
    const found = pick(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
