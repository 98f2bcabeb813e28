import type { Offset } from '../model/clock.ts';
import {
  type MigrationJobDetail,
  type MigrationLogDetail,
  migrationJobDetail,
  migrationLogDetail,
  type PlacedDetail,
  placedDetail,
} from '../model/migration-detail.ts';
import type { MigrationKind } from '../model/migration-words.ts';

/** A stored event, as much of it as counts here. */
export interface MigrationEvent {
  readonly id: number;
  readonly host: string;
  readonly key: string;
  readonly vmId: string | undefined;
  readonly kind: string;
  /** By the clock of `host`, UTC milliseconds; of `placed` by hvitals' own. */
  readonly at: number;
  readonly detail: unknown;
}

/** A monitored host: its target name, its name in Hyper-V, and how far its clock is off against NTP; absent where not known. */
export interface MigrationHost {
  readonly name: string;
  readonly computerName?: string | undefined;
  readonly clock?: Offset | undefined;
}

/** One thing that was said of one migration. Times are corrected by the clock of the host, where that is known. */
export interface Observation {
  readonly event: MigrationEvent;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** This host is one end, and the event does not say which. */
  readonly witness: string | undefined;
  readonly result: 'finished' | 'failed' | undefined;
  readonly kind: MigrationKind | undefined;
  /** When it happened, or between when. `until` is open for a job whose end was not seen. */
  readonly span: { readonly from: number; readonly until: number };
  /** How far the span may be off; 0 for what hvitals saw itself. */
  readonly slackMs: number;
  readonly job?: MigrationJobDetail;
  readonly log?: MigrationLogDetail;
  readonly placed?: PlacedDetail;
}

/**
 * How far a host's clock may be off where nothing is known of it: the hosts of a domain follow one clock, and a minute more than
 * that is a fault of its own (Kerberos refuses logons from five minutes on).
 */
export const unknownClockSlackMs = 60_000;
/** How far apart two words of one migration may stand by the same clock: log, job and reading are made one after the other. */
export const sameClockSlackMs = 10_000;

/** Clocks and names of the monitored hosts. */
export class MigrationHosts {
  readonly #byName: ReadonlyMap<string, MigrationHost>;

  constructor(hosts: readonly MigrationHost[]) {
    this.#byName = new Map(hosts.map((host) => [host.name, host]));
  }

  /** A time of a host's clock as true time. */
  correct(host: string, at: number): number {
    return Math.round(at - (this.#byName.get(host)?.clock?.seconds ?? 0) * 1_000);
  }

  slackOf(host: string): number {
    const clock = this.#byName.get(host)?.clock;
    return clock === undefined ? unknownClockSlackMs : Math.ceil(clock.boundSeconds * 1_000);
  }

  /** The target that Hyper-V means by a name, else that name. */
  resolve(told: string): string {
    const wanted = [told.toLowerCase(), firstLabel(told)];
    const found = [...this.#byName.values()].filter(
      ({ name, computerName }) =>
        wanted.includes(name.toLowerCase()) ||
        firstLabel(name) === firstLabel(told) ||
        (computerName !== undefined && firstLabel(computerName) === firstLabel(told)),
    );
    const [only] = found;
    return only !== undefined && found.length === 1 ? only.name : told;
  }

  /** Whether two ends can be one host: the same, or one told by a name that stands for no target, and the other without a name yet. */
  canBeOne(a: string | undefined, b: string | undefined): boolean {
    if (a === undefined || b === undefined || a === b) return true;
    return this.#isOpen(a, b) || this.#isOpen(b, a);
  }

  #isOpen(told: string, target: string): boolean {
    const host = this.#byName.get(target);
    return !this.#byName.has(told) && host !== undefined && host.computerName === undefined;
  }
}

function firstLabel(name: string): string {
  return (name.split('.', 1)[0] ?? name).toLowerCase();
}

/** A job without an end is taken as possible up to a day, or up to the next job of its VM. */
const longestJobMs = 86_400_000;

/** Reads one stored event. Undefined for what says nothing of a migration, or cannot be read. */
export function toObservation(event: MigrationEvent, hosts: MigrationHosts): Observation | undefined {
  if (event.kind === 'placed') return ofPlacement(event);
  const result = resultOf(event.kind);
  if (result === undefined) return undefined;
  const base = { event, result: result === 'running' ? undefined : result, slackMs: hosts.slackOf(event.host) };
  const job = migrationJobDetail.safeParse(event.detail);
  if (job.success) return ofJob(base, job.data, hosts);
  const log = migrationLogDetail.safeParse(event.detail);
  return log.success && result !== 'running' ? ofLog(base, log.data, hosts) : undefined;
}

function resultOf(kind: string): 'running' | 'finished' | 'failed' | undefined {
  if (kind === 'migration-running') return 'running';
  if (kind === 'migration-finished') return 'finished';
  return kind === 'migration-failed' || kind === 'migration-refused' ? 'failed' : undefined;
}

type Base = Pick<Observation, 'event' | 'result' | 'slackMs'>;

function ofJob(base: Base, job: MigrationJobDetail, hosts: MigrationHosts): Observation {
  const { host, at } = base.event;
  const ended = base.result !== undefined;
  const from = hosts.correct(host, ended ? (job.endedAt ?? at) : (job.startedAt ?? at));
  const { destination } = job;
  const to = job.type === 'storage' ? host : destination === undefined ? undefined : hosts.resolve(destination);
  return {
    ...base,
    job,
    from: host,
    to,
    witness: undefined,
    kind: job.type === 'unknown' ? undefined : job.type,
    span: { from, until: ended ? from : from + longestJobMs },
  };
}

function ofLog(base: Base, log: MigrationLogDetail, hosts: MigrationHosts): Observation {
  const { host, at } = base.event;
  const when = hosts.correct(host, at);
  return {
    ...base,
    log,
    from: log.side === 'source' ? host : undefined,
    to: log.side === 'destination' ? host : undefined,
    witness: log.side === undefined ? host : undefined,
    kind: log.live === true ? 'live' : undefined,
    span: { from: when, until: when },
  };
}

function ofPlacement(event: MigrationEvent): Observation | undefined {
  const parsed = placedDetail.safeParse(event.detail);
  if (!parsed.success) return undefined;
  const { from, to, notBefore, notAfter } = parsed.data;
  const span = { from: Math.min(notBefore, notAfter), until: notAfter };
  return { event, from, to, witness: undefined, result: 'finished', kind: undefined, span, slackMs: 0, placed: parsed.data };
}
