import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/log.ts';
import { callFrames } from './call-frames.ts';
import type { Connection } from './connection.ts';
import type { DispatchEvent } from './dispatch-protocol.ts';
import { DrainLoop } from './drain-loop.ts';
import { explainEnding } from './explain-ending.ts';
import { HostCall } from './host-call.ts';
import type { OnWait } from './opening-turns.ts';
import type { PowerShellPool } from './powershell-pool.ts';
import type { PowerShellProcess } from './powershell-process.ts';
import { ProcessEndedError } from './process-end.ts';
import { raceAbort } from './race-abort.ts';
import { processEnded, rethrow, timedOut } from './to-transport-error.ts';
import { type Frame, type ScrapeRequest, TransportError } from './transport.ts';

export interface DispatcherOptions {
  readonly pool: PowerShellPool;
  /** Hash of the host module that we expect. */
  readonly moduleHash: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits?: SessionLimits | undefined;
}

export interface SessionLimits {
  /** A session is renewed after so many calls, whatever has gathered at the far end. */
  readonly maxCalls: number;
  /** A session that nobody used for so long is closed. */
  readonly idleCloseMs: number;
}

interface Session {
  readonly id: number;
  readonly connection: Connection;
  readonly openText: string;
  readonly process: PowerShellProcess;
  calls: number;
  call: HostCall | undefined;
  idleTimer: { cancel(): void } | undefined;
}

/** submit, drop: they start something and return. Far more than that means that the process hangs. */
const shortCallMs = 10_000;
const defaultLimits: SessionLimits = { maxCalls: 500, idleCloseMs: 150_000 };
const closePatienceMs = 2_000;

/** Runs scrapes over sessions in a pool of processes: one session per connection, one call per session at a time. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #sessions = new Map<string, Session>();
  /** Keys of connections whose scrape is under way, from its very beginning to its end. */
  readonly #busy = new Set<string>();
  readonly #calls = new Map<number, { readonly call: HostCall; readonly session: Session }>();
  readonly #loops = new Map<PowerShellProcess, DrainLoop>();
  #lastId = 0;
  #isClosed = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** As Transport.scrape. When `signal` aborts, the session of a call under way is dropped: nothing can stop what hangs inside it. */
  async *scrape(connection: Connection, request: ScrapeRequest, signal: AbortSignal, onWait?: OnWait): AsyncGenerator<Frame> {
    const { key } = connection;
    if (this.#isClosed) throw new TransportError('error', 'hvitals is shutting down.');
    if (this.#busy.has(key)) throw new TransportError('error', 'The call before this one has not ended.');
    this.#busy.add(key);
    try {
      yield* this.#call(await this.#acquire(connection, signal, onWait), request, signal, onWait);
    } finally {
      this.#busy.delete(key);
    }
  }

  async *#call(session: Session, request: ScrapeRequest, signal: AbortSignal, onWait?: OnWait): AsyncGenerator<Frame> {
    const call = new HostCall(++this.#lastId, this.#options.clock.monotonic(), session.calls > 0);
    session.call = call;
    session.calls += 1;
    this.#calls.set(call.id, { call, session });
    const onAbort = () => {
      this.#forget(session);
      call.queue.end(timedOut(call.isOpen));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await this.#submit(session, call, request, signal, onWait);
      yield* this.#receive(session, call, request, signal);
      session.call = undefined;
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#calls.delete(call.id);
      session.process.openings.leave(call.id);
      this.#release(session);
    }
  }

  /** Ends all sessions, those without a call in good order, and fails the calls under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { call } of this.#calls.values()) call.queue.end(new TransportError('error', 'hvitals is shutting down.'));
    const drops = [...this.#sessions.values()].map((session) => this.#drop(session));
    const patience = Promise.withResolvers<void>();
    const timer = this.#options.clock.setTimer(closePatienceMs, patience.resolve);
    await Promise.race([
      Promise.all(drops).then(() => Promise.all([...this.#loops.values()].map((loop) => loop.idle()))),
      patience.promise,
    ]);
    timer.cancel();
  }

  async #acquire(connection: Connection, signal: AbortSignal, onWait?: OnWait): Promise<Session> {
    if (signal.aborted) throw timedOut(false);
    const { key } = connection;
    const known = this.#sessions.get(key);
    const openText = JSON.stringify(connection.open);
    known?.idleTimer?.cancel();
    if (known !== undefined && known.openText === openText && !known.process.hasEnded) return known;
    if (known !== undefined) void this.#drop(known);
    const count = (of: PowerShellProcess) => [...this.#sessions.values()].filter(({ process }) => process === of).length;
    onWait?.(true);
    const process = await raceAbort(this.#options.pool.acquire(count, signal), signal, () => timedOut(false)).catch(rethrow);
    onWait?.(false);
    this.#watch(process);
    const session: Session = {
      id: ++this.#lastId,
      connection,
      openText,
      process,
      calls: 0,
      call: undefined,
      idleTimer: undefined,
    };
    this.#sessions.set(key, session);
    return session;
  }

  /** Takes care of a process that is new to us: one drain loop, and what is to be done when it ends. */
  #watch(process: PowerShellProcess): void {
    if (this.#loops.has(process)) return;
    const isNeeded = () => [...this.#calls.values()].some(({ call, session }) => session.process === process && !call.isOver);
    const onEvent = (event: DispatchEvent) => this.#onEvent(event);
    this.#loops.set(process, new DrainLoop({ process, clock: this.#options.clock, onEvent, isNeeded }));
    void process.ended.then((end) => {
      this.#loops.delete(process);
      const failure = processEnded(new ProcessEndedError(end));
      for (const session of [...this.#sessions.values()].filter((of) => of.process === process)) this.#forget(session);
      for (const { call, session } of this.#calls.values()) if (session.process === process) call.queue.end(failure);
    });
  }

  /** Starts the call on its session. One that is not open, or no longer, is opened when its turn comes. */
  async #submit(session: Session, call: HostCall, request: ScrapeRequest, signal: AbortSignal, onWait?: OnWait): Promise<void> {
    const { open, watchdog } = session.connection;
    const collectors = request.collectors.map(({ name, timeoutSeconds, args }) => ({
      name,
      timeoutMs: toMs(timeoutSeconds),
      args,
    }));
    const json = JSON.stringify({ v: 1, nonce: call.nonce, deadlineMs: toMs(request.deadlineSeconds), watchdog, collectors });
    const argument = { session: session.id, call: call.id, open, request: Buffer.from(json, 'utf8').toString('base64') };
    const submit = async (mayOpen: boolean) => {
      const submitted = session.process.call('submit', { ...argument, mayOpen }, shortCallMs);
      return (await raceAbort(submitted, signal, () => timedOut(call.isOpen)).catch(rethrow))[0] !== 'closed';
    };
    if (!call.isOpen || !(await submit(false))) {
      call.isOpen = false;
      await session.process.openings.take(call.id, signal, onWait);
      await submit(true);
    }
    this.#loops.get(session.process)?.kick();
  }

  async *#receive(
    session: Session,
    call: HostCall,
    request: ScrapeRequest,
    signal: AbortSignal,
  ): AsyncGenerator<Frame, void, undefined> {
    const asked = request.collectors.map(({ name }) => name);
    const end = yield* callFrames(call, this.#options.moduleHash, asked);
    if (end === undefined || (end.ending.stage === 'complete' && end.isWhole)) return;
    // The session may be well, but what it holds is not what we loaded.
    this.#forget(session);
    if (end.ending.stage !== 'connect') throw explainEnding(end.ending);
    throw await session.connection.explainConnect(end.ending, this.#options.clock.monotonic() - call.startedAt, signal);
  }

  #onEvent(event: DispatchEvent): void {
    const known = this.#calls.get(event.call);
    if (known === undefined) return;
    if (event.kind === 'open' || event.kind === 'ended') known.session.process.openings.leave(event.call);
    if (event.kind === 'open') this.#options.log.debug({ session: known.session.connection.key }, 'session opened');
    known.call.take(event);
  }

  /** After a call: a session that did its work is kept for the next one, any other is dropped. */
  #release(session: Session): void {
    const { maxCalls, idleCloseMs } = this.#options.limits ?? defaultLimits;
    const didWell = session.call === undefined && this.#sessions.get(session.connection.key) === session;
    if (!didWell || session.calls >= maxCalls || this.#isClosed) {
      void this.#drop(session);
      return;
    }
    session.idleTimer = this.#options.clock.setTimer(idleCloseMs, () => void this.#drop(session));
  }

  /** The next call of this connection gets another session. */
  #forget(session: Session): void {
    session.idleTimer?.cancel();
    if (this.#sessions.get(session.connection.key) === session) this.#sessions.delete(session.connection.key);
  }

  /** Ends one session. Where that is not possible the whole process is ended, which costs its other sessions one reconnect. */
  async #drop(session: Session): Promise<void> {
    this.#forget(session);
    const { process, connection } = session;
    if (process.hasEnded) return;
    if (connection.ownsProcess && session.call !== undefined && !session.call.isOver) {
      await process.close({ kind: 'stuck', detail: connection.key });
      return;
    }
    try {
      const [became] = await process.call('drop', { session: session.id }, shortCallMs);
      if (became === 'stuck') await process.close({ kind: 'stuck', detail: connection.key });
      else this.#loops.get(process)?.kick();
    } catch (error) {
      if (error instanceof ProcessEndedError) return;
      await process.close({ kind: 'confused', detail: error instanceof Error ? error.message : String(error) });
    }
  }
}

function toMs(seconds: number): number {
  return Math.max(1, Math.round(seconds * 1_000));
}
