import type { Clock } from '#lib/clock.ts';
import { delay } from '#lib/clock.ts';
import type { Logger } from '#lib/log.ts';
import { PowerShellProcess, powerShellEnvironment } from './powershell-process.ts';
import { describeEnd, ProcessEndedError } from './process-end.ts';

export interface PoolOptions {
  readonly executable: string;
  readonly processes: number;
  /** Text of the dispatcher, which every process runs. */
  readonly dispatcherText: string;
  /** Text of the host module, which plain sessions load. */
  readonly moduleText: string;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Logger;
}

/** PowerShell starts in half a second; on a busy machine with a virus scanner it may take far longer. */
const startDeadlineMs = 30_000;
const firstBackoffMs = 500;
const longestBackoffMs = 30_000;
/** A process that lived this long was well, and the next one is started at once. */
const healthyAfterMs = 60_000;
/** A caller waits this long for a start that is being held back, and is told the reason otherwise. */
const patienceMs = 1_000;

/** A few PowerShell processes, started when needed, and started anew when they end, with growing pauses when they keep ending. */
export class PowerShellPool {
  readonly #slots: readonly Slot[];

  constructor(options: PoolOptions) {
    this.#slots = Array.from({ length: options.processes }, () => new Slot(options));
  }

  /**
   * A process for one more session, the one with the fewest. `countSessions`: how many a process carries. Waits for a start under
   * way; rejects with ProcessEndedError where PowerShell does not start, or keeps ending.
   */
  acquire(countSessions: (process: PowerShellProcess) => number, signal: AbortSignal): Promise<PowerShellProcess> {
    const loads = this.#slots.map((slot) => ({
      slot,
      load: slot.pending + (slot.current === undefined ? 0 : countSessions(slot.current)),
    }));
    const least = loads.reduce((best, next) => (next.load < best.load ? next : best));
    return least.slot.acquire(signal);
  }

  get processes(): readonly PowerShellProcess[] {
    return this.#slots.flatMap(({ current }) => (current === undefined || current.hasEnded ? [] : [current]));
  }

  async close(): Promise<void> {
    await Promise.all(this.#slots.map((slot) => slot.close()));
  }
}

class Slot {
  readonly #options: PoolOptions;
  #process: PowerShellProcess | undefined;
  #starting: Promise<PowerShellProcess> | undefined;
  #failures = 0;
  #notBefore = 0;
  #lastEnd: ProcessEndedError | undefined;
  #closed = false;
  /** Callers that wait for a process. */
  pending = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  get current(): PowerShellProcess | undefined {
    return this.#process;
  }

  async acquire(signal: AbortSignal): Promise<PowerShellProcess> {
    this.pending += 1;
    try {
      const wait = this.#notBefore - this.#options.clock.monotonic();
      if (this.#isFree && wait > patienceMs && this.#lastEnd !== undefined) throw this.#lastEnd;
      if (this.#isFree && wait > 0) await delay(this.#options.clock, wait, signal);
      if (this.#closed) throw new ProcessEndedError({ kind: 'closed' });
      if (this.#process !== undefined && !this.#process.hasEnded) return this.#process;
      this.#starting ??= this.#start().finally(() => {
        this.#starting = undefined;
      });
      return await this.#starting;
    } finally {
      this.pending -= 1;
    }
  }

  get #isFree(): boolean {
    return this.#starting === undefined && (this.#process === undefined || this.#process.hasEnded);
  }

  async #start(): Promise<PowerShellProcess> {
    const { executable, env, clock, log, dispatcherText, moduleText } = this.#options;
    const startedAt = clock.monotonic();
    const started = new PowerShellProcess({
      executable,
      env: powerShellEnvironment(env),
      clock,
      onNoise: (stream, text) => log.debug({ pid: started.pid, stream, text }, 'unexpected output of PowerShell'),
    });
    this.#process = started;
    void started.ended.then((end) => {
      const lived = clock.monotonic() - startedAt;
      this.#lastEnd = new ProcessEndedError(end);
      // What we ended ourselves because of one host says nothing about PowerShell.
      if (end.kind === 'closed' || end.kind === 'stuck') return;
      this.#failures = lived >= healthyAfterMs ? 0 : this.#failures + 1;
      const pause = this.#failures === 0 ? 0 : Math.min(longestBackoffMs, firstBackoffMs * 2 ** (this.#failures - 1));
      this.#notBefore = clock.monotonic() + pause;
      log.warn(
        { pid: started.pid, reason: describeEnd(end), livedMs: Math.round(lived), pauseMs: pause },
        'PowerShell process ended',
      );
    });
    const module = Buffer.from(moduleText, 'utf8').toString('base64');
    await started.load(dispatcherText, startDeadlineMs);
    const [engine] = await started.call('init', { module }, startDeadlineMs).catch(async (error: unknown) => {
      await started.close({ kind: 'confused', detail: error instanceof Error ? error.message : String(error) });
      throw new ProcessEndedError(await started.ended);
    });
    log.info(
      { pid: started.pid, executable, engine, tookMs: Math.round(clock.monotonic() - startedAt) },
      'PowerShell process started',
    );
    return started;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#process?.close();
  }
}
