/** One event as it goes over the wire, for all clients the same bytes. */
export interface StreamEvent {
  /** The store's revision that it leads to, which is its id. */
  readonly revision: number;
  readonly bytes: Buffer;
}

/** How much of the past is kept, by both measures. */
export interface RingLimits {
  readonly events: number;
  readonly bytes: number;
}

/** The last events, for clients that were away for a moment. */
export class EventRing {
  readonly #limits: RingLimits;
  readonly #events: StreamEvent[] = [];
  #bytes = 0;
  /** A client that knows this revision, or a later one, can go on. */
  #floor: number;
  #newest: number;

  constructor(revision: number, limits: RingLimits) {
    this.#floor = revision;
    this.#newest = revision;
    this.#limits = limits;
  }

  /** Adds the event that leads on from the one before. */
  push(event: StreamEvent): void {
    this.#events.push(event);
    this.#bytes += event.bytes.length;
    this.#newest = event.revision;
    while (this.#events.length > this.#limits.events || this.#bytes > this.#limits.bytes) {
      const oldest = this.#events.shift();
      if (oldest === undefined) return;
      this.#bytes -= oldest.bytes.length;
      this.#floor = oldest.revision;
    }
  }

  /** What a client that knows `revision` has missed, oldest first; undefined where the ring does not reach back, or it knows more than we. */
  since(revision: number): readonly StreamEvent[] | undefined {
    if (!(revision >= this.#floor && revision <= this.#newest)) return undefined;
    return this.#events.filter((event) => event.revision > revision);
  }
}
