import { raceAbort } from './race-abort.ts';
import { timedOut } from './to-transport-error.ts';

/**
 * Sessions that one process opens at the same time. Opening one starts an ssh, exchanges keys and sets up a runspace, and many at
 * once keep the process from answering a drain in time, which would end it with all its hosts. Five keep two cores busy as it is.
 */
const maxOpening = 5;

/** Told true when a call begins to wait for its turn, and false when the turn has come. */
export type OnWait = (isWaiting: boolean) => void;

/**
 * Turns at opening sessions in one process, first come first served. They are given here and not by the scheduler, which cannot know
 * whose session is open already: its limit would hold back open sessions, and count a call's whole length as opening.
 */
export class OpeningTurns {
  readonly #opening = new Set<number>();
  readonly #waiting = new Map<number, () => void>();

  /** Resolves when the call may open its session; rejects when `signal` aborts. Either way `leave` must follow. */
  async take(call: number, signal: AbortSignal, onWait?: OnWait): Promise<void> {
    if (this.#opening.size < maxOpening) {
      this.#opening.add(call);
      return;
    }
    onWait?.(true);
    const turn = new Promise<void>((resolve) => this.#waiting.set(call, resolve));
    await raceAbort(turn, signal, () => timedOut(false));
    onWait?.(false);
  }

  /** The call's session is open, or will not be: the next one's turn. Safe to call again, and without a turn. */
  leave(call: number): void {
    this.#waiting.delete(call);
    if (!this.#opening.delete(call)) return;
    const [next] = this.#waiting;
    if (next === undefined) return;
    const [id, start] = next;
    this.#waiting.delete(id);
    this.#opening.add(id);
    start();
  }
}
