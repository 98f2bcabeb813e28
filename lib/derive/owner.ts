import type { VmReading } from '../model/readings/vm.ts';

/** Where a VM id stands: one host's reading of it. */
export interface VmInstance {
  readonly host: string;
  readonly reading: Pick<VmReading, 'kind' | 'state' | 'startedAt' | 'stateChangedAt'>;
}

/** Why this instance owns the id, or why none does. */
export type OwnerReason = 'only-candidate' | 'state' | 'newest' | 'host-name' | 'no-candidate';

export interface OwnerDecision<I extends VmInstance = VmInstance> {
  /** Undefined where the id stands only as a replica or as an incoming migration. */
  readonly owner: I | undefined;
  readonly reason: OwnerReason;
  /** Every other place where the id stands, by host name. */
  readonly copies: readonly I[];
  /** True where two or more instances that could own the id run: a copied VM, or a moment in the middle of a move. */
  readonly contested: boolean;
}

/**
 * Decides which host's reading stands for a VM id (design: "Identity"). The owner is the running realized instance that is neither
 * replica nor planned, the one started last if in doubt. One that is on but not running (paused, starting) comes before one that is
 * off. Ties go to the later state change, then to the first host name. Pure; the order of `instances` does not matter.
 */
export function decideOwner<I extends VmInstance>(instances: readonly I[]): OwnerDecision<I> {
  const candidates = instances.filter(({ reading }) => reading.kind === 'realized').toSorted(compareClaims);
  const [owner, second] = candidates;
  const copies = instances.filter((instance) => instance !== owner).toSorted((a, b) => compareText(a.host, b.host));
  const running = candidates.filter(({ reading }) => reading.state === runningState).length;
  return { owner, reason: decideReason(owner, second), copies, contested: running > 1 };
}

function decideReason(owner: VmInstance | undefined, second: VmInstance | undefined): OwnerReason {
  if (owner === undefined) return 'no-candidate';
  if (second === undefined) return 'only-candidate';
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
