import { registry } from '#collectors/registry.ts';
import { toTransportTarget } from '#collectors/runtime/to-target.ts';
import { type Frame, type ScrapeRequest, type Transport, TransportError } from '#collectors/transport/transport.ts';
import type { Clock } from '#lib/clock.ts';
import type { Target } from '#lib/config/schema.ts';
import type { CheckResult } from './check-result.ts';
import { clockDifference } from './clock-difference.ts';
import { adviseOnCall, adviseOnRecord } from './target-advice.ts';

const deadlineSeconds = 30;
/** Further apart than this, times on the pages and in logs stop fitting together. */
const apartSeconds = 2;

type Answer =
  | { readonly kind: 'frame'; readonly frame: Frame; readonly sentAt: number; readonly receivedAt: number }
  | { readonly kind: 'failed'; readonly error: TransportError };

/** Tries one host by its real transport: connection, module, rights, clock. Every line says what to do where something is wrong. */
export async function checkTarget(target: Target, transport: Transport, clock: Clock): Promise<readonly CheckResult[]> {
  const subject = target.name;
  const started = clock.monotonic();
  const first = await ask(target, transport, clock);
  const seconds = ((clock.monotonic() - started) / 1000).toFixed(1);
  if (first.kind === 'failed') {
    const { outcome, message } = first.error;
    return [{ status: 'fail', subject, message: `${outcome}: ${message}`, advice: adviseOnCall(target, outcome) }];
  }
  const connected: CheckResult = {
    status: 'ok',
    subject,
    message: `answers by ${target.transport}, first answer after ${seconds} s`,
  };
  if (first.frame.kind === 'bad') {
    const { outcome, reason } = first.frame;
    return [connected, { status: 'fail', subject, message: `${outcome}: ${reason}`, advice: adviseOnRecord(outcome) }];
  }
  const { record } = first.frame;
  const module: CheckResult = { status: 'ok', subject, message: 'the host module has this version' };
  const rights: CheckResult =
    record.outcome === 'ok'
      ? { status: 'ok', subject, message: 'its account may read Hyper-V' }
      : {
          status: 'fail',
          subject,
          message: `${record.outcome}: ${record.reason ?? 'no reason given'}`,
          advice: adviseOnRecord(record.outcome),
        };
  // A simulated host runs no module, so there is nothing to say about one.
  const modules = target.transport === 'simulated' ? [] : [module];
  return [connected, ...modules, rights, await checkClock(target, transport, clock)];
}

/** Asks again: the session is open now, so the round trip is short and the bound narrow. */
async function checkClock(target: Target, transport: Transport, clock: Clock): Promise<CheckResult> {
  const subject = target.name;
  const answer = await ask(target, transport, clock);
  if (answer.kind === 'failed' || answer.frame.kind === 'bad') {
    const advice = 'The first call was answered and the second was not: run the doctor again, and look at the load of the host.';
    const reason = answer.kind === 'failed' ? answer.error.message : 'its answer could not be read';
    return { status: 'warn', subject, message: `the clock could not be compared: ${reason}`, advice };
  }
  const { offsetSeconds, boundSeconds } = clockDifference(answer.sentAt, Date.parse(answer.frame.record.at), answer.receivedAt);
  const side = offsetSeconds >= 0 ? 'ahead of' : 'behind';
  const message = `its clock is ${Math.abs(offsetSeconds).toFixed(2)} s ${side} this machine's, give or take ${boundSeconds.toFixed(2)} s`;
  if (Math.abs(offsetSeconds) - boundSeconds <= apartSeconds) return { status: 'ok', subject, message };
  const advice = 'See which of the two is wrong: "w32tm /query /status" on the host, "chronyc tracking" or "timedatectl" here.';
  return { status: 'warn', subject, message, advice };
}

/** One call for the cheapest collector; resolves with its record, or why there is none. */
async function ask(target: Target, transport: Transport, clock: Clock): Promise<Answer> {
  const collector = registry[0];
  if (collector === undefined) throw new Error('The registry has no collector.');
  const request: ScrapeRequest = {
    collectors: [{ name: collector.name, timeoutSeconds: deadlineSeconds / 2, args: collector.args(undefined) }],
    deadlineSeconds,
  };
  const deadline = new AbortController();
  const timer = clock.setTimer(deadlineSeconds * 1000, () => deadline.abort());
  const sentAt = clock.now();
  let answer: Answer | undefined;
  try {
    // Read to the end: a call that is left early takes its session along, and the next one would measure a new connection.
    for await (const frame of transport.scrape(toTransportTarget(target), request, deadline.signal)) {
      answer ??= { kind: 'frame', frame, sentAt, receivedAt: clock.now() };
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    // What came before the failure says more than the failure, such as a module of another version.
    answer ??= { kind: 'failed', error };
  } finally {
    timer.cancel();
  }
  if (answer !== undefined) return answer;
  const outcome = deadline.signal.aborted ? 'timeout' : 'error';
  const reason = deadline.signal.aborted ? `no answer within ${deadlineSeconds} s` : 'the call ended without an answer';
  return { kind: 'failed', error: new TransportError(outcome, reason) };
}
