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

  /** The lines as they were when `encode` was last called. The buffer never changes afterwards: a reader may take its time. */
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

  /** Takes all changes over into a new `bytes`. */
  encode(): void {
    const places = [...this.#changed.keys()].sort((a, b) => a - b);
    const start = (place: number) => this.#starts[place] ?? 0;
    let total = this.#bytes.length;
    for (const place of places) total += Buffer.byteLength(this.#changed.get(place) ?? '') - start(place + 1) + start(place);
    const next = Buffer.allocUnsafeSlow(total);
    let [copied, written, shifted] = [0, 0, 0];
    for (const place of places) {
      // Places up to this one keep their distance to what was copied so far.
      const oldStart = start(place);
      const oldEnd = start(place + 1);
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
    this.#changed.clear();
  }

  #shift(from: number, to: number, by: number): void {
    if (by === 0) return;
    for (let place = from; place < to; place++) this.#starts[place] = (this.#starts[place] ?? 0) + by;
  }
}
