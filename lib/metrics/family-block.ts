/** How long the lines of an entry are. */
export interface TextMeasures {
  readonly lines: number;
  readonly characters: number;
}

export const noText: TextMeasures = { lines: 0, characters: 0 };

/**
 * The lines of some entries of one family, in numbered places, sent as one piece. Changes are collected and taken over together: what is
 * unchanged is then copied in long runs, so that one changed entry costs little more than the copy.
 */
export class FamilyBlock {
  /** Where each place's lines begin in `#bytes`, and at the end where the last ones end. */
  readonly #starts: Uint32Array;
  readonly #lines: Uint32Array;
  readonly #characters: Uint32Array;
  /** New lines by place; empty where an entry has gone. */
  readonly #changed = new Map<number, string>();
  readonly #freePlaces: number[] = [];
  #bytes: Buffer = Buffer.alloc(0);
  #used = 0;

  constructor(places: number) {
    this.#starts = new Uint32Array(places + 1);
    this.#lines = new Uint32Array(places);
    this.#characters = new Uint32Array(places);
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

  /** Gives the place of an entry that has gone free, and the measures of its lines. */
  free(place: number): TextMeasures {
    this.#freePlaces.push(place);
    return this.set(place, '', noText);
  }

  /** Whether a place has just these lines, changes that are not encoded yet among them. */
  has(place: number, text: string): boolean {
    const waiting = this.#changed.get(place);
    if (waiting !== undefined) return waiting === text;
    const [start, end] = [this.#start(place), this.#start(place + 1)];
    // Most texts that are new have another length, and need not be read back.
    return Buffer.byteLength(text) === end - start && this.#bytes.toString('utf8', start, end) === text;
  }

  /** The lines in a place, changes that are not encoded yet among them. */
  textOf(place: number): string {
    return this.#changed.get(place) ?? this.#bytes.toString('utf8', this.#start(place), this.#start(place + 1));
  }

  /** Puts lines in a place, and gives the measures of those before. */
  set(place: number, text: string, measures: TextMeasures): TextMeasures {
    const before = { lines: this.#lines[place] ?? 0, characters: this.#characters[place] ?? 0 };
    this.#lines[place] = measures.lines;
    this.#characters[place] = measures.characters;
    this.#changed.set(place, text);
    return before;
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
