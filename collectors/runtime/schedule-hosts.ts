import type { Clock, Timer } from '#lib/clock.ts';
import { type CallOutcome, decideCall, type HostSchedule, nextDueAt, type PairSchedule, settleCall } from './host-schedule.ts';
import type { LatenessWatch } from './lateness-watch.ts';
import { type PairTiming, planSchedule } from './plan-schedule.ts';

/** Runs one call. `settle` turns what came out into the next schedule, so that the next run can be stored with the result. */
export type RunCall = (
  host: string,
  pairs: readonly PairSchedule[],
  settle: (outcome: CallOutcome) => HostSchedule,
  signal: AbortSignal,
) => Promise<void>;

export interface HostSchedulerOptions {
  readonly clock: Clock;
  readonly runCall: RunCall;
  /** Hosts that may have a call under way at once. */
  readonly maxInFlight: number;
  /** Told about a call that threw, which no call should. */
  readonly onFault: (host: string, error: unknown) => void;
  /** Watches how late calls are, and by it stretches all intervals. */
  readonly lateness?: LatenessWatch;
}

interface Entry {
  schedule: HostSchedule;
  timer: Timer | undefined;
  running: { readonly abort: AbortController; readonly done: Promise<void> } | undefined;
  waiting: boolean;
  /** Monotonic; before it the host was busy with its own call, so a later start is not the daemon's doing. */
  freeAt: number;
}

/** How long a host whose call threw is left alone, so that a fault cannot become a busy loop. */
const faultPauseMs = 15_000;

/**
 * Starts calls when they are due. One host has at most one call under way, so no pair ever overlaps itself. Decisions are the pure
 * functions of host-schedule.ts; here are only the timers and the queue for a place among `maxInFlight`.
 */
export class HostScheduler {
  readonly #options: HostSchedulerOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #queue = new Set<string>();
  #inFlight = 0;
  #stopped = false;

  constructor(options: HostSchedulerOptions) {
    this.#options = options;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Adds a host that is not there yet. `hostCount` is the size of the fleet, over which the first calls are spread. */
  add(host: string, pairs: readonly PairTiming[], hostCount: number): void {
    if (this.#stopped || this.#entries.has(host)) return;
    const schedule = planSchedule(host, pairs, hostCount, this.#options.clock.monotonic());
    this.#entries.set(host, { schedule, timer: undefined, running: undefined, waiting: false, freeAt: 0 });
    this.#arm(host);
  }

  /** Takes a host out and ends its call. Resolves when the call is over and can no longer write. */
  async remove(host: string): Promise<void> {
    const entry = this.#entries.get(host);
    if (entry === undefined) return;
    this.#entries.delete(host);
    this.#queue.delete(host);
    entry.timer?.cancel();
    entry.running?.abort.abort();
    await entry.running?.done;
  }

  /** Ends all calls and starts no more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#entries.keys()].map((host) => this.remove(host)));
  }

  #arm(host: string): void {
    const entry = this.#entries.get(host);
    if (entry === undefined || entry.running !== undefined || entry.waiting) return;
    entry.timer?.cancel();
    entry.timer = undefined;
    const dueAt = nextDueAt(entry.schedule);
    if (dueAt === undefined) return;
    const waitMs = dueAt - this.#options.clock.monotonic();
    if (waitMs > 0) {
      entry.timer = this.#options.clock.setTimer(waitMs, () => this.#arm(host));
      return;
    }
    entry.waiting = true;
    this.#queue.add(host);
    this.#startWaiting();
  }

  #startWaiting(): void {
    for (const host of this.#queue) {
      if (this.#inFlight >= this.#options.maxInFlight) return;
      this.#queue.delete(host);
      const entry = this.#entries.get(host);
      if (entry !== undefined) this.#start(host, entry);
    }
  }

  #start(host: string, entry: Entry): void {
    entry.waiting = false;
    const pairs = decideCall(entry.schedule, this.#options.clock.monotonic());
    if (pairs.length === 0) {
      this.#arm(host);
      return;
    }
    this.#inFlight += 1;
    const abort = new AbortController();
    const done = this.#run(host, entry, pairs, abort.signal).finally(() => {
      this.#inFlight -= 1;
      entry.running = undefined;
      entry.freeAt = this.#options.clock.monotonic();
      this.#arm(host);
      this.#startWaiting();
    });
    entry.running = { abort, done };
  }

  async #run(host: string, entry: Entry, pairs: readonly PairSchedule[], signal: AbortSignal): Promise<void> {
    const { clock, runCall, onFault, lateness } = this.#options;
    const startedLateMs = clock.monotonic() - Math.max(entry.freeAt, Math.min(...pairs.map(({ dueAt }) => dueAt)));
    const settle = (outcome: CallOutcome) => {
      lateness?.note(startedLateMs + (outcome.waitedMs ?? 0), entry.schedule);
      const schedule = { ...entry.schedule, stretch: lateness?.factor ?? 1 };
      entry.schedule = settleCall(schedule, outcome, clock.monotonic());
      return entry.schedule;
    };
    const before = entry.schedule;
    try {
      await runCall(host, pairs, settle, signal);
    } catch (error) {
      onFault(host, error);
    }
    if (entry.schedule === before) entry.schedule = pause(before, clock.monotonic() + faultPauseMs);
  }
}

/** The schedule of a host whose call was not settled: the same, a while later. */
function pause(schedule: HostSchedule, until: number): HostSchedule {
  return { ...schedule, pairs: schedule.pairs.map((pair) => ({ ...pair, dueAt: Math.max(pair.dueAt, until) })) };
}
