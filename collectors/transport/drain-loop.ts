import { type Clock, delay } from '#lib/clock.ts';
import { type DispatchEvent, parseDrain } from './dispatch-protocol.ts';
import type { PowerShellProcess } from './powershell-process.ts';

/** Characters of one answer: node-powershell's cost grows with the square of an answer's length. */
const drainCharacters = 1_048_576;
const drainDeadlineMs = 15_000;
const shortestPauseMs = 10;
const longestPauseMs = 200;

/** Asks one process for what has arrived: often while something arrives, less often while hosts think, and not at all while none is asked. */
export class DrainLoop {
  readonly #process: PowerShellProcess;
  readonly #clock: Clock;
  readonly #onEvent: (event: DispatchEvent) => void;
  readonly #isNeeded: () => boolean;
  #running: Promise<void> | undefined;
  #pauseMs = shortestPauseMs;
  #wake = new AbortController();
  #closing = 0;

  constructor(options: {
    readonly process: PowerShellProcess;
    readonly clock: Clock;
    readonly onEvent: (event: DispatchEvent) => void;
    /** Whether any call is under way. Sessions that are being closed keep the loop going too. */
    readonly isNeeded: () => boolean;
  }) {
    this.#process = options.process;
    this.#clock = options.clock;
    this.#onEvent = options.onEvent;
    this.#isNeeded = options.isNeeded;
  }

  /** Something was started or dropped: look now. */
  kick(): void {
    this.#pauseMs = shortestPauseMs;
    this.#wake.abort();
    this.#closing = Math.max(1, this.#closing);
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      // Work may have come between the last look and now.
      if (this.#hasWork) this.kick();
    });
  }

  get #hasWork(): boolean {
    return !this.#process.hasEnded && (this.#isNeeded() || this.#closing > 0);
  }

  /** Resolves when the loop has nothing to do. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#hasWork) {
      let waiting = 0;
      try {
        const answer = parseDrain(await this.#process.call('drain', { max: drainCharacters }, drainDeadlineMs));
        waiting = answer.waiting;
        this.#closing = answer.closing;
        this.#pauseMs = answer.events.length > 0 ? shortestPauseMs : Math.min(longestPauseMs, this.#pauseMs * 1.5);
        for (const event of answer.events) this.#onEvent(event);
      } catch (error) {
        // Every call of this process fails with its end; an answer that cannot be read is such an end.
        await this.#process.close({ kind: 'confused', detail: error instanceof Error ? error.message : String(error) });
        return;
      }
      if (waiting > 0) continue;
      this.#wake = new AbortController();
      await delay(this.#clock, this.#pauseMs, this.#wake.signal);
    }
  }
}
