import type { VmReading } from '../model/readings/vm.ts';
import { staleAfterIntervals } from './freshness.ts';

/** Where a VM id stands: one host's reading of it, and how good that reading is. */
export interface VmInstance {
  readonly host: string;
  readonly reading: Pick<VmReading, 'kind' | 'state' | 'startedAt' | 'stateChangedAt'>;
  /** When the host last sent its VMs, UTC milliseconds; null where it never did. */
  readonly readAt: number | null;
  /** When this reading last changed its content, UTC milliseconds. */
  readonly changedAt: number;
  /** Scrapes of the host's VMs that have failed since: above zero the reading is frozen, its word is not renewed. */
  readonly failures: number;
}

/** Why this instance owns the id, or why none does. */
export type OwnerReason = 'only-candidate' | 'later-word' | 'state' | 'newest' | 'host-name' | 'no-candidate';

/**
 * Whether two or more candidates run at the same time. `unknown`: two say so, but the one may have ended before the other began; a
 * host is out of reach, or the VM has moved and the old host was not read again yet.
 */
export type Contested = 'yes' | 'no' | 'unknown';

export interface OwnerDecision<I extends VmInstance = VmInstance> {
  /** Undefined where the id stands only as a replica or as an incoming migration. */
  readonly owner: I | undefined;
  readonly reason: OwnerReason;
  /** Every other place where the id stands, by host name. */
  readonly copies: readonly I[];
  readonly contested: Contested;
  /** Hosts that are proven to run it at the same time, by name; empty unless `contested` is `yes`. */
  readonly runningOn: readonly string[];
}

/**
 * Decides which host's reading stands for a VM id (design: "Identity"). The owner is the running realized instance that is neither
 * replica nor planned, the one started last if in doubt. One that is on but not running (paused, starting) comes before one that is
 * off. Ties go to the later state change, then to the first host name. A frozen reading that another candidate has overtaken comes
 * after all others, whatever it says: its host went away and the VM was failed over. Pure; the order of `instances` does not matter.
 */
export function decideOwner<I extends VmInstance>(instances: readonly I[]): OwnerDecision<I> {
  const candidates = instances.filter(({ reading }) => reading.kind === 'realized').toSorted(compareClaims);
  const current = candidates.filter((one) => !candidates.some((other) => overtakes(other, one)));
  const [owner, second] = current;
  const copies = instances.filter((instance) => instance !== owner).toSorted((a, b) => compareText(a.host, b.host));
  const reason = decideReason(owner, second, current.length < candidates.length);
  return { owner, reason, copies, ...decideContested(candidates) };
}

/**
 * Whether `other` has had the later word than a frozen `one`: its reading came later, and changed after `one` was last read. An
 * instance at rest, which may be an old copy that somebody touched, overtakes only a host that is given up as stale.
 */
function overtakes(other: VmInstance, one: VmInstance): boolean {
  const neededFailures = presence(other) === 0 ? staleAfterIntervals : 1;
  if (one.failures < neededFailures || other === one) return false;
  const lastWord = one.readAt ?? Number.NEGATIVE_INFINITY;
  return other.changedAt > lastWord && (other.readAt ?? Number.NEGATIVE_INFINITY) > lastWord;
}

/**
 * How much later than the beginning of one instance the other must still be seen running. A reading is stamped when it arrives; the
 * host has taken it up to a collector's time limit earlier, and meanwhile a live migration can end.
 */
export const overlapMarginMs = 10_000;

/** Hosts are read in turn, so after a move both say "running" for a while: only readings that overlap in time prove two. */
function decideContested(candidates: readonly VmInstance[]): Pick<OwnerDecision, 'contested' | 'runningOn'> {
  const running = candidates.filter(({ reading }) => reading.state === runningState);
  if (running.length < 2) return { contested: 'no', runningOn: [] };
  const overlapping = running.filter((one) => running.some((other) => other !== one && overlap(one, other)));
  if (overlapping.length === 0) return { contested: 'unknown', runningOn: [] };
  return { contested: 'yes', runningOn: overlapping.map(({ host }) => host).toSorted(compareText) };
}

/** Whether both are known to have run at one moment, and neither reading is frozen. */
function overlap(a: VmInstance, b: VmInstance): boolean {
  const outlives = (one: VmInstance, other: VmInstance) =>
    one.failures === 0 && one.readAt !== null && one.readAt >= other.changedAt + overlapMarginMs;
  return outlives(a, b) && outlives(b, a);
}

function decideReason(owner: VmInstance | undefined, second: VmInstance | undefined, overtaken: boolean): OwnerReason {
  if (owner === undefined) return 'no-candidate';
  if (second === undefined) return overtaken ? 'later-word' : 'only-candidate';
  if (presence(owner) !== presence(second)) return 'state';
  return compareTimes(owner, second) === 0 ? 'host-name' : 'newest';
}

/** The stronger claim first. */
function compareClaims(a: VmInstance, b: VmInstance): number {
  return presence(b) - presence(a) || compareTimes(a, b) || compareText(a.host, b.host);
}

function compareTimes(a: VmInstance, b: VmInstance): number {
  return (
    toTime(b.reading.startedAt) - toTime(a.reading.startedAt) ||
    toTime(b.reading.stateChangedAt) - toTime(a.reading.stateChangedAt)
  );
}

const runningState = 2;
/** EnabledState codes of a VM that holds no worker process: off, saved (cim-facts.md 1.2). */
const restingStates: ReadonlySet<number> = new Set([3, 6]);

/** 2 running, 1 on in some other way or under way to it, 0 at rest. */
function presence({ reading }: VmInstance): number {
  if (reading.state === runningState) return 2;
  return restingStates.has(reading.state) ? 0 : 1;
}

/** An unknown time is older than any known one; finite, so that two unknown ones differ by nothing. */
function toTime(iso: string | undefined): number {
  return iso === undefined ? Number.MIN_SAFE_INTEGER : Date.parse(iso);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
