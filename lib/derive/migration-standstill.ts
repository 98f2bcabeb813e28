import { type PlacedDetail, placedDetail } from '../model/migration-detail.ts';
import type { MigrationKind } from '../model/migration-words.ts';
import type { Group } from './group-observations.ts';
import { type MigrationEvent, type MigrationHosts, sameClockSlackMs } from './migration-observations.ts';

/** What a VM that stood still on its way tells of the kind of its migration. */
export interface StandstillWords {
  readonly kind: Extract<MigrationKind, 'quick' | 'failover' | 'replica-failover'>;
  /** When it ran again; undefined where its host did not say. */
  readonly finishedAt: number | undefined;
  readonly evidence: readonly number[];
}

/** A quick migration saves the VM, moves it and restores it in one go; more time than this between is another story. */
const longestStandstillMs = 900_000;
/** The VM may run again some polls after hvitals saw it at its new place. */
const afterPlacementMs = 300_000;

const powerKinds: ReadonlySet<string> = new Set([
  'saved',
  'restored',
  'started',
  'turned-off',
  'shut-down-by-service',
  'shut-down-by-guest',
]);

/**
 * What the power events around a placement tell: saved on the old host and then restored on the new one is a quick migration; started
 * anew on the new host while the old one is away is a failover, and so is a replica that took over. Undefined where they tell none.
 */
export function standstillOf(group: Group, ofVm: readonly MigrationEvent[], hosts: MigrationHosts): StandstillWords | undefined {
  const placement = group.find(({ placed }) => placed !== undefined)?.placed;
  if (placement === undefined || group.some(({ kind }) => kind !== undefined)) return undefined;
  const power = ofVm
    .filter(({ kind }) => powerKinds.has(kind))
    .map((event) => ({ event, at: hosts.correct(event.host, event.at) }));
  const slackMs = sameClockSlackMs + hosts.slackOf(placement.to);
  const isNear = ({ at }: Timed) => at >= placement.notBefore - slackMs && at <= placement.notAfter + slackMs + afterPlacementMs;
  const here = power.filter(({ event }) => event.host === placement.to).toSorted(earlierFirst);
  const rivals = placementsTo(placement.to, ofVm);
  const isMine = ({ at }: Timed) => lastBegun(rivals, at + hosts.slackOf(placement.to))?.notAfter === placement.notAfter;
  const awake = here
    .filter((one) => isNear(one) && isMine(one))
    .find(({ event }) => event.kind === 'restored' || event.kind === 'started');
  if (awake?.event.kind === 'restored') {
    const saved = lastBefore(power, awake, placement.from, hosts);
    if (saved?.event.kind === 'saved' && saved.event.host === placement.from && awake.at - saved.at <= longestStandstillMs) {
      return { kind: 'quick', finishedAt: awake.at, evidence: [saved.event.id, awake.event.id] };
    }
  }
  const evidence = awake?.event.kind === 'started' ? [awake.event.id] : [];
  if (placement.wasReplica === true) {
    return { kind: 'replica-failover', finishedAt: evidence.length === 0 ? undefined : awake?.at, evidence };
  }
  if (placement.fromAway !== true || awake?.event.kind !== 'started') return undefined;
  return { kind: 'failover', finishedAt: awake.at, evidence };
}

interface Timed {
  readonly event: MigrationEvent;
  readonly at: number;
}

function earlierFirst(a: Timed, b: Timed): number {
  return a.at - b.at || (a.event.key < b.event.key ? -1 : 1);
}

/** Every placement of the VM on that host. */
function placementsTo(to: string, ofVm: readonly MigrationEvent[]): readonly PlacedDetail[] {
  return ofVm.flatMap(({ kind, detail }) => {
    const parsed = kind === 'placed' ? placedDetail.safeParse(detail) : undefined;
    return parsed?.success === true && parsed.data.to === to ? [parsed.data] : [];
  });
}

/** Where a VM came to one host several times, what it did there belongs to the last time that had begun by then. */
function lastBegun(placements: readonly PlacedDetail[], at: number): PlacedDetail | undefined {
  return placements.filter(({ notBefore }) => notBefore <= at).toSorted((a, b) => b.notBefore - a.notBefore)[0];
}

/** The last that happened to the VM, on any host, before it ran again, by the clocks as far as they are known. */
function lastBefore(power: readonly Timed[], awake: Timed, from: string, hosts: MigrationHosts): Timed | undefined {
  const slackMs = hosts.slackOf(from) + hosts.slackOf(awake.event.host);
  const isBefore = ({ event, at }: Timed) =>
    event !== awake.event && at <= awake.at + (event.host === awake.event.host ? 0 : slackMs);
  return power.filter(isBefore).toSorted(earlierFirst).at(-1);
}
