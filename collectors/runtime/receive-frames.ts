import type { TransportTarget } from '#collectors/transport/transport.ts';
import {
  type Frame,
  type HostRecord,
  type ScrapeRequest,
  type Transport,
  TransportError,
} from '#collectors/transport/transport.ts';
import type { Clock, Timer } from '#lib/clock.ts';
import type { Outcome } from '#lib/model/outcome.ts';

/** What a call brought in. */
export interface ReceivedCall {
  readonly records: ReadonlyMap<string, { readonly record: HostRecord; readonly arrivedAt: number }>;
  /** Frames that could not be read, by the collector they name. */
  readonly bad: ReadonlyMap<string, Failure>;
  /** What befell every collector that has neither; undefined where the call was stopped by `signal`. */
  readonly rest: Failure | undefined;
  /** Whether any frame came at all. */
  readonly heard: boolean;
  readonly elapsedMs: number;
  /** Set where the transport threw something that is no TransportError, which is a fault of ours. */
  readonly fault: unknown;
}

export interface Failure {
  readonly outcome: Outcome;
  readonly reason: string;
}

export interface ReceiveInput {
  readonly transport: Transport;
  readonly target: TransportTarget;
  readonly request: ScrapeRequest;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Signing on to a host may take this long beyond the first collector's own time. */
export const connectSeconds = 10;
/** What a record may need on its way beyond its collector's own time. */
export const travelSeconds = 2;
/** A call may wait this long for its turn to open a session: hundreds of hosts at a cold start, some of them dead. */
export const turnSeconds = 180;

/** The longest that one call may take. */
export function callDeadlineSeconds(collectors: readonly { readonly timeoutSeconds: number }[]): number {
  return connectSeconds + collectors.reduce((sum, { timeoutSeconds }) => sum + timeoutSeconds + travelSeconds, 0);
}

/**
 * Runs one call and keeps what arrives in time. The host works through the collectors in order, so each record starts the time of the
 * next one: a call with a hung collector ends soon, and keeps everything before it. Never throws; ends at the deadline even if
 * the transport does not.
 */
export async function receiveFrames({ transport, target, request, clock, signal }: ReceiveInput): Promise<ReceivedCall> {
  const watch = startWatch(clock, request.deadlineSeconds);
  const records = new Map<string, { record: HostRecord; arrivedAt: number }>();
  const bad = new Map<string, Failure>();
  const nameless: Failure[] = [];
  const asked = new Set(request.collectors.map(({ name }) => name));
  const awaited = () => request.collectors.find(({ name }) => !records.has(name) && !bad.has(name));
  const connect = () => watch.allow(connectSeconds + (awaited()?.timeoutSeconds ?? 0));
  connect();
  const onWait = (isWaiting: boolean) => {
    if (isWaiting) watch.pause();
    else connect();
  };
  const onFrame = (frame: Frame) => {
    if (frame.kind === 'bad') {
      const failure = { outcome: frame.outcome, reason: frame.reason };
      if (frame.collector !== undefined && asked.has(frame.collector)) bad.set(frame.collector, failure);
      else nameless.push(failure);
    } else if (asked.has(frame.record.collector) && !records.has(frame.record.collector)) {
      records.set(frame.record.collector, { record: frame.record, arrivedAt: clock.now() });
    }
    watch.allow((awaited()?.timeoutSeconds ?? 0) + travelSeconds);
  };
  const stop = AbortSignal.any([signal, watch.signal]);
  const ended = await iterate((given) => transport.scrape(target, request, given, onWait), stop, onFrame);
  const { elapsedMs, isPaused } = watch.end();
  const late = watch.signal.aborted && isPaused ? noTurn : undefined;
  const rest = signal.aborted ? undefined : (late ?? describeRest(ended, watch.signal.aborted, nameless[0], elapsedMs));
  const heard = records.size + bad.size + nameless.length > 0;
  return {
    records,
    bad,
    rest,
    heard,
    elapsedMs,
    fault: ended.kind === 'threw' && !(ended.error instanceof TransportError) ? ended.error : undefined,
  };
}

/** Not a timeout, which would speak of the host, and leave it and its collectors alone for a while. */
const noTurn: Failure = {
  outcome: 'error',
  reason: `No session was opened within ${turnSeconds} s, because hvitals was busy with those of other hosts.`,
};

/** Aborts its `signal` when the time allowed, or that of the whole call, is up. A wait for a turn of ours is part of neither. */
function startWatch(clock: Clock, deadlineSeconds: number) {
  const late = new AbortController();
  let startedAt = clock.monotonic();
  let pausedAt: number | undefined;
  let timer: Timer | undefined;
  const elapsedMs = () => (pausedAt ?? clock.monotonic()) - startedAt;
  const arm = (ms: number) => {
    timer?.cancel();
    timer = clock.setTimer(ms, () => late.abort());
  };
  return {
    signal: late.signal,
    // Frames renew the time for the next record, never that of the whole call: a host that drips noise would hold it for ever.
    allow(seconds: number) {
      startedAt = clock.monotonic() - elapsedMs();
      pausedAt = undefined;
      arm(Math.min(seconds * 1_000, Math.max(0, deadlineSeconds * 1_000 - elapsedMs())));
    },
    pause() {
      pausedAt = clock.monotonic();
      arm(turnSeconds * 1_000);
    },
    end() {
      timer?.cancel();
      return { elapsedMs: elapsedMs(), isPaused: pausedAt !== undefined };
    },
  };
}

type Ended = { readonly kind: 'complete' | 'aborted' } | { readonly kind: 'threw'; readonly error: unknown };

async function iterate(
  scrape: (signal: AbortSignal) => AsyncIterable<Frame>,
  signal: AbortSignal,
  onFrame: (frame: Frame) => void,
): Promise<Ended> {
  const aborted = new Promise<'aborted'>((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
  try {
    const iterator = scrape(signal)[Symbol.asyncIterator]();
    while (!signal.aborted) {
      const next = iterator.next();
      const step = await Promise.race([next, aborted]);
      if (step === 'aborted') {
        abandon(iterator, next);
        break;
      }
      if (step.done === true) return { kind: 'complete' };
      onFrame(step.value);
    }
    return { kind: 'aborted' };
  } catch (error) {
    return signal.aborted ? { kind: 'aborted' } : { kind: 'threw', error };
  }
}

/** Lets go of an iteration that has missed its deadline; how it ends no longer matters to anybody. */
function abandon(iterator: AsyncIterator<Frame>, next: Promise<unknown>): void {
  const ignore = () => undefined;
  next.then(ignore, ignore);
  iterator.return?.().then(ignore, ignore);
}

function describeRest(ended: Ended, late: boolean, nameless: Failure | undefined, elapsedMs: number): Failure {
  if (ended.kind === 'threw') {
    const { error } = ended;
    // An answer that could not be read is why the call seems to break off, and says more than that it did.
    if (nameless !== undefined && error instanceof TransportError && error.outcome === 'error') return nameless;
    if (error instanceof TransportError) return { outcome: error.outcome, reason: error.message };
    return { outcome: 'error', reason: `The transport failed in a way that hvitals does not know: ${String(error)}` };
  }
  if (nameless !== undefined) return nameless;
  if (late) return { outcome: 'timeout', reason: `No answer within ${(elapsedMs / 1_000).toFixed(1)} s of waiting.` };
  return { outcome: 'parse-error', reason: "The host's answer ended without a record of this collector." };
}
