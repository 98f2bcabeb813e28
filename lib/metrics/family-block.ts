/**
 * The lines of some entries of one family, in numbered places, sent as one piece. Changes are collected and taken over together: what is
 * unchanged is then copied in long runs, so that one changed entry costs little more than the copy.
 */
export class FamilyBlock {
  /** Where each place's lines begin in `#bytes`, and at the end where the last ones end. */
  readonly #starts: Uint32Array;
  /** New lines by place; empty where an entry has gone. */
  readonly #changed = new Map<number, string>();
  readonly #freePlaces: number[] = [];
  #bytes: Buffer = Buffer.alloc(0);
  #used = 0;

  constructor(places: number) {
    this.#starts = new Uint32Array(places + 1);
  }

  get isFull(): boolean {
    return this.#freePlaces.length === 0 && this.#used === this.#starts.length - 1;
  }

  get isEmpty(): boolean {
    return this.#freePlaces.length === this.#used;
  }

  /** Whether every place has changed since the last `encode`. */
  get isAllNew(): boolean {
    return this.#changed.size === this.#starts.length - 1;
  }

  /** The lines as they were when `encode` was last called. Nothing but an `encode` in place changes the buffer afterwards. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** A place for a new entry. Call only while the block is not full. */
  take(): number {
    return this.#freePlaces.pop() ?? this.#used++;
  }

  /** Gives the place of an entry that has gone free. */
  free(place: number): void {
    this.#changed.set(place, '');
    this.#freePlaces.push(place);
  }

  /** The lines in a place, with changes that are not encoded yet. */
  get(place: number): string {
    return this.#changed.get(place) ?? this.#bytes.toString('utf8', this.#starts[place], this.#starts[place + 1]);
  }

  set(place: number, text: string): void {
    this.#changed.set(place, text);
  }

  /**
   * Takes all changes over into `bytes`: a new buffer, or the same where `inPlace` allows it, which says that nobody reads it any more,
   * and no size has changed.
   */
  encode(inPlace: boolean): void {
    if (!inPlace || !this.#encodeInPlace()) this.#encodeCopy();
    this.#changed.clear();
  }

  /** Returns false, and has written nothing, where a size has changed. */
  #encodeInPlace(): boolean {
    for (const [place, text] of this.#changed) {
      if (Buffer.byteLength(text) !== this.#start(place + 1) - this.#start(place)) return false;
    }
    for (const [place, text] of this.#changed) this.#bytes.write(text, this.#start(place));
    return true;
  }

  #start(place: number): number {
    return this.#starts[place] ?? 0;
  }

  #encodeCopy(): void {
    const places = [...this.#changed.keys()].sort((a, b) => a - b);
    let total = this.#bytes.length;
    for (const place of places) {
      total += Buffer.byteLength(this.#changed.get(place) ?? '') - this.#start(place + 1) + this.#start(place);
    }
    const next = Buffer.allocUnsafeSlow(total);
    let [copied, written, shifted] = [0, 0, 0];
    for (const place of places) {
      // Places up to this one keep their distance to what was copied so far.
      const oldStart = this.#start(place);
      const oldEnd = this.#start(place + 1);
      this.#shift(shifted, place, written - copied);
      written += this.#bytes.copy(next, written, copied, oldStart);
      this.#starts[place] = written;
      written += next.write(this.#changed.get(place) ?? '', written);
      copied = oldEnd;
      shifted = place + 1;
    }
    this.#shift(shifted, this.#starts.length, written - copied);
    this.#bytes.copy(next, written, copied);
    this.#bytes = next;
  }

  #shift(from: number, to: number, by: number): void {
    if (by === 0) return;
    for (let place = from; place < to; place++) this.#starts[place] = this.#start(place) + by;
  }
}
