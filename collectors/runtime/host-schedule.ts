import type { Outcome } from '#lib/model/outcome.ts';
import { type Contact, decideBackoff } from './decide-backoff.ts';
import { decideInterval } from './decide-interval.ts';
import { nextOnGrid } from './phase.ts';

/** When one pair runs. Times are monotonic milliseconds. */
export interface PairSchedule {
  readonly name: string;
  readonly configuredMs: number;
  /** In force for load: doubled while the collector is slow. */
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Where its grid starts. */
  readonly phaseMs: number;
  readonly dueAt: number;
  /** How long it took when it last answered; undefined before that. */
  readonly tookMs: number | undefined;
  /** It timed out last time, so it runs alone, where it can delay nobody. */
  readonly alone: boolean;
}

/** The schedule of one host. Plain data: every step returns a new one. */
export interface HostSchedule {
  readonly host: string;
  readonly failures: number;
  /** All intervals are this many times longer, because the daemon itself cannot keep up; 1 where it can. */
  readonly stretch: number;
  readonly pairs: readonly PairSchedule[];
}

/** How one pair came out of a call. */
export interface PairOutcome {
  readonly name: string;
  readonly outcome: Outcome;
  /** By the host's own measure where it answered, how long we waited for a `timeout`, undefined where neither is known. */
  readonly tookMs: number | undefined;
}

export interface CallOutcome {
  readonly contact: Contact;
  readonly pairs: readonly PairOutcome[];
  /** How long the call's work waited for the event loop, which is no fault of the host. */
  readonly waitedMs?: number;
}

/** When a pair runs next, as pages and metrics show it. */
export interface NextRun {
  readonly inMs: number;
  readonly intervalMs: number;
}

/**
 * Which pairs the next call asks for: all that are due, the shortest interval first, then the quickest; one that timed out last time
 * waits until the others are done and goes alone. Empty where nothing is due. Pure.
 */
export function decideCall(schedule: HostSchedule, now: number): readonly PairSchedule[] {
  const due = schedule.pairs.filter(({ dueAt }) => dueAt <= now);
  const together = due.filter(({ alone }) => !alone);
  if (together.length > 0) return together.toSorted(compareCost);
  const longestWaiting = due.toSorted((a, b) => a.dueAt - b.dueAt || compareCost(a, b))[0];
  return longestWaiting === undefined ? [] : [longestWaiting];
}

/** Unmeasured pairs keep the order of the registry, which is the best guess there is: toSorted is stable. */
function compareCost(a: PairSchedule, b: PairSchedule): number {
  return a.configuredMs - b.configuredMs || (a.tookMs ?? 0) - (b.tookMs ?? 0);
}

/** When the host has something to do; undefined where it has no pairs. */
export function nextDueAt({ pairs }: HostSchedule): number | undefined {
  return pairs.length === 0 ? undefined : Math.min(...pairs.map(({ dueAt }) => dueAt));
}

/** The schedule after a call that ended at `now`. Pure. */
export function settleCall(schedule: HostSchedule, call: CallOutcome, now: number): HostSchedule {
  const { failures, retryInMs } = decideBackoff(schedule.failures, call.contact, call.pairs.length);
  const outcomes = new Map(call.pairs.map((pair) => [pair.name, pair]));
  const pairs = schedule.pairs.map((pair) => {
    const outcome = outcomes.get(pair.name);
    const settled =
      outcome === undefined ? pair : settlePair(pair, outcome, { asked: call.pairs.length, stretch: schedule.stretch, now });
    if (retryInMs === undefined) return settled;
    // Whoever was asked in vain is asked again at the retry, even if its own interval is longer.
    return { ...settled, dueAt: outcome === undefined ? Math.max(settled.dueAt, now + retryInMs) : now + retryInMs };
  });
  return { ...schedule, failures, pairs };
}

interface CallFacts {
  readonly asked: number;
  readonly stretch: number;
  readonly now: number;
}

function settlePair(pair: PairSchedule, { outcome, tookMs }: PairOutcome, { asked, stretch, now }: CallFacts): PairSchedule {
  const timedOut = outcome === 'timeout';
  const answered = outcome !== 'unreachable' && !timedOut;
  // A pair that timed out among others may only have stood behind the slow one, so its own time is not known.
  const measured = answered || (timedOut && asked === 1) ? tookMs : undefined;
  const intervalMs =
    measured === undefined ? pair.intervalMs : decideInterval(pair.configuredMs, pair.intervalMs, measured).intervalMs;
  return {
    ...pair,
    intervalMs,
    dueAt: nextOnGrid(now, intervalMs * stretch, pair.phaseMs),
    tookMs: answered ? (tookMs ?? pair.tookMs) : pair.tookMs,
    alone: timedOut || (pair.alone && !answered),
  };
}

/** When the pair runs next and in what interval, back-off included. */
export function nextRunOf(schedule: HostSchedule, name: string, now: number): NextRun | undefined {
  const pair = schedule.pairs.find((candidate) => candidate.name === name);
  if (pair === undefined) return undefined;
  const inMs = Math.max(0, pair.dueAt - now);
  const intervalMs = pair.intervalMs * schedule.stretch;
  return { inMs, intervalMs: schedule.failures > 0 ? Math.max(intervalMs, inMs) : intervalMs };
}
