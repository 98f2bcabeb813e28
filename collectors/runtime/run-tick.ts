import type { ScrapeRequest, Transport, TransportTarget } from '#collectors/transport/transport.ts';
import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/log.ts';
import type { Store } from '#lib/store/store.ts';
import { commitWithRetries } from './commit-with-retries.ts';
import type { Contact } from './decide-backoff.ts';
import { applyDiff, diffPair, type PairDiff, toCommit } from './diff-readings.ts';
import { type FleetMemory, type HostMemory, pairMemory } from './fleet-memory.ts';
import { type CallOutcome, type HostSchedule, nextRunOf, type PairOutcome, type PairSchedule } from './host-schedule.ts';
import type { FindingJudge } from './judge.ts';
import type { HostFindingJudge } from './judge-hosts.ts';
import type { OwnMetrics } from './own-metrics.ts';
import type { PlacementWatch } from './placements.ts';
import type { ReadingPublisher } from './publish-readings.ts';
import { readPair, type ScrapeResult } from './read-call.ts';
import { callDeadlineSeconds, type Failure, type ReceivedCall, receiveFrames } from './receive-frames.ts';
import type { HistoryRecorder } from './record-history.ts';
import type { Turns } from './turns.ts';

export interface TickDeps {
  readonly clock: Clock;
  /** Gives each piece of a tick its turn of the event loop, so that many hosts at once do not hold it. */
  readonly turns: Pick<Turns, 'next'>;
  readonly log: Logger;
  readonly store: Pick<Store, 'commitTick'>;
  readonly memory: FleetMemory;
  readonly publisher: Pick<ReadingPublisher, 'publishTick'>;
  readonly judge: Pick<FindingJudge, 'judgeTick'>;
  readonly hostJudge: Pick<HostFindingJudge, 'judgeTick'>;
  readonly placements: Pick<PlacementWatch, 'noteTick'>;
  readonly history?: Pick<HistoryRecorder, 'recordTick'> | undefined;
  readonly metrics: Pick<OwnMetrics, 'countScrape' | 'observeCommit' | 'observeCall' | 'countFault'>;
  /** Told how each tick's write ended; readiness looks at it. */
  readonly onCommit: (host: string, succeeded: boolean) => void;
}

export interface Tick {
  readonly transport: Transport;
  readonly target: TransportTarget;
  readonly pairs: readonly PairSchedule[];
  readonly settle: (outcome: CallOutcome) => HostSchedule;
  readonly signal: AbortSignal;
}

/**
 * One call of one host: request, frames, readings, what changed, one transaction, memory, exposition, history, findings, in this order, so that
 * nothing is shown or remembered that the store does not hold. Stopped by `signal` it writes nothing.
 */
export async function runTick(deps: TickDeps, tick: Tick): Promise<void> {
  const wait = stopwatch(deps);
  await wait.turn();
  const host = deps.memory.get(tick.target.name);
  if (host === undefined || tick.signal.aborted) return;
  const call = await callHost(deps, host, tick);
  const results = await readResults(deps, host, tick, call, wait.turn);
  await wait.turn();
  if (tick.signal.aborted) return;
  const pairs = results.map((result) => toPairOutcome(result, call));
  const schedule = tick.settle({ contact: decideContact(call), pairs, waitedMs: wait.waitedMs() });
  const diffs = results.map((result) => {
    const next = nextRunOf(schedule, result.collector.name, deps.clock.monotonic());
    const now = deps.clock.now();
    return diffPair(tick.target.name, result, pairMemory(host, result.collector.name), {
      nextRunAt: Math.round(now + (next?.inMs ?? 0)),
      intervalSeconds: (next?.intervalMs ?? 0) / 1_000,
    });
  });
  await commitAndPublish(deps, host, tick, results, diffs);
}

/** Waits for turns, and says how long that took altogether. */
function stopwatch({ turns, clock }: Pick<TickDeps, 'turns' | 'clock'>) {
  let waitedMs = 0;
  const turn = async () => {
    const askedAt = clock.monotonic();
    await turns.next();
    waitedMs += clock.monotonic() - askedAt;
  };
  return { turn, waitedMs: () => waitedMs };
}

async function callHost(deps: TickDeps, host: HostMemory, tick: Tick): Promise<ReceivedCall> {
  const { collectors, faults } = toQuestions(deps, host, tick);
  const request = { collectors, deadlineSeconds: callDeadlineSeconds(collectors) };
  const received = await receiveFrames({ ...tick, request, clock: deps.clock });
  const call = { ...received, bad: new Map([...received.bad, ...faults]) };
  deps.metrics.observeCall(call.elapsedMs);
  if (call.fault !== undefined) {
    deps.metrics.countFault('call');
    deps.log.error({ host: tick.target.name, err: call.fault }, 'transport failed in an unknown way');
  }
  return call;
}

/** What each collector asks. One that throws here is left out of the call and costs nobody else. */
function toQuestions(deps: TickDeps, host: HostMemory, { target, pairs }: Tick) {
  const collectors: ScrapeRequest['collectors'][number][] = [];
  const faults = new Map<string, Failure>();
  for (const { name, timeoutMs } of pairs) {
    const plan = host.plans.get(name);
    if (plan === undefined) continue;
    try {
      const args = plan.collector.args(pairMemory(host, name).state, plan.settings);
      collectors.push({ name, timeoutSeconds: timeoutMs / 1_000, args });
    } catch (error) {
      faults.set(name, { outcome: 'error', reason: `The question of ${name} could not be made: this is a fault in hvitals.` });
      deps.metrics.countFault('arguments');
      deps.log.error({ host: target.name, collector: name, err: error }, 'arguments could not be made');
    }
  }
  return { collectors, faults };
}

async function readResults(
  deps: TickDeps,
  host: HostMemory,
  tick: Tick,
  call: ReceivedCall,
  turn: () => Promise<void>,
): Promise<ScrapeResult[]> {
  const results: ScrapeResult[] = [];
  for (const { name } of tick.pairs) {
    const collector = host.plans.get(name)?.collector;
    if (collector === undefined) continue;
    await turn();
    if (tick.signal.aborted) return [];
    const result = readPair(collector, call, pairMemory(host, name), deps.clock.now());
    deps.metrics.countScrape(name, result.outcome);
    logResult(deps, tick.target.name, result, pairMemory(host, name).scrape?.outcome);
    results.push(result);
  }
  return results;
}

/** Outcomes are told when they change; what stays as it was would only fill the log. */
function logResult({ log, metrics }: TickDeps, host: string, result: ScrapeResult, before: string | undefined): void {
  const { collector, outcome, reason, tookMs, fault } = result;
  if (fault !== undefined) {
    metrics.countFault('parser');
    log.error({ host, collector: collector.name, err: fault }, 'parser failed');
  }
  if (outcome === before || (outcome === 'ok' && before === undefined)) return;
  const fields = {
    host,
    collector: collector.name,
    from: before ?? null,
    to: outcome,
    reason: reason ?? null,
    tookMs: Math.round(tookMs),
  };
  if (outcome === 'ok' || outcome === 'no-data') log.info(fields, 'scrape outcome changed');
  else log.warn(fields, 'scrape outcome changed');
}

async function commitAndPublish(
  deps: TickDeps,
  host: HostMemory,
  tick: Tick,
  results: readonly ScrapeResult[],
  diffs: readonly PairDiff[],
): Promise<void> {
  const name = tick.target.name;
  const { clock, store, log, metrics, turns } = deps;
  const onTry = metrics.observeCommit;
  const committed = await commitWithRetries({ clock, store, log, onTry }, toCommit(name, diffs, clock.now()), tick.signal);
  deps.onCommit(name, committed);
  if (!committed) return;
  await turns.next();
  for (const diff of diffs) applyDiff(pairMemory(host, diff.collector), diff);
  deps.publisher.publishTick(name, diffs);
  await turns.next();
  deps.history?.recordTick(name, results, diffs);
  await deps.placements.noteTick(name, diffs);
  await turns.next();
  await deps.judge.judgeTick(name, diffs);
  await deps.hostJudge.judgeTick(name, diffs);
}

function decideContact(call: ReceivedCall): Contact {
  if (call.heard) return 'heard';
  // A host that turns the sign-on down is left alone like one that is away: more tries could lock the account.
  const { outcome } = call.rest ?? {};
  if (outcome === 'unreachable' || outcome === 'access-denied') return 'unreachable';
  return outcome === 'timeout' ? 'silent' : 'heard';
}

/** Without a record of its own a collector has only the whole call's time, which says nothing of it, unless the wait was for it. */
function toPairOutcome({ collector: { name }, outcome, tookMs }: ScrapeResult, call: ReceivedCall): PairOutcome {
  return { name, outcome, tookMs: call.records.has(name) || outcome === 'timeout' ? tookMs : undefined };
}
