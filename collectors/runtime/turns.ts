/**
 * Lets pieces of work share the event loop fairly: each waits for its turn, one piece runs per turn of the loop, and timers and sockets
 * come in between. Without it, promises that are ready follow one another without a pause, and a hundred hosts due at once would hold
 * the loop for as long as all of them take.
 */
export class Turns {
  readonly #waiting = new Set<() => void>();
  #running = false;

  /** Resolves when it is the caller's turn, in the order of asking. What follows should take a few milliseconds at most. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.add(resolve);
      if (this.#running) return;
      this.#running = true;
      setImmediate(this.#giveOne);
    });
  }

  /** An immediate that an immediate sets runs in the next turn of the loop, not in this one. */
  readonly #giveOne = (): void => {
    for (const resolve of this.#waiting) {
      this.#waiting.delete(resolve);
      resolve();
      break;
    }
    if (this.#waiting.size > 0) setImmediate(this.#giveOne);
    else this.#running = false;
  };
}
