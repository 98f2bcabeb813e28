import { FamilyBlock, noText, type TextMeasures } from './family-block.ts';

/** Where an entry's lines are. */
interface Place {
  readonly block: FamilyBlock;
  readonly index: number;
}

/**
 * The lines of one metric family, kept per entry (a VM, a host) in blocks. A block is put together again only when one of its entries
 * changed, so an unchanged family costs nothing at the next scrape. Entries keep their place for as long as they live.
 */
export class FamilyText {
  readonly #entriesPerBlock: number;
  readonly #blocks = new Set<FamilyBlock>();
  readonly #placeOf = new Map<string, Place>();
  readonly #open = new Set<FamilyBlock>();
  readonly #dirty = new Set<FamilyBlock>();
  #lines = 0;
  #size = 0;
  #encoded = 0;

  constructor(entriesPerBlock: number) {
    this.#entriesPerBlock = entriesPerBlock;
  }

  /** Lines in all entries, which is series. */
  get lines(): number {
    return this.#lines;
  }

  /** Characters in all entries, which is about the size in bytes. */
  get size(): number {
    return this.#size;
  }

  /** How many times a block was encoded. */
  get encoded(): number {
    return this.#encoded;
  }

  /** Puts the lines of one entry in place; an empty text takes the entry away. Returns whether anything changed. */
  set(key: string, text: string): boolean {
    const place = this.#placeOf.get(key);
    if (place === undefined ? text === '' : place.block.has(place.index, text)) return false;
    if (place !== undefined && text === '') {
      this.#remove(key, place);
      return true;
    }
    const { block, index } = place ?? this.#add(key);
    const measures = { lines: countLines(text), characters: text.length };
    this.#count(measures, block.set(index, text, measures));
    this.#dirty.add(block);
    // Bytes take a fraction of the memory of lines that wait to be encoded, and where nobody scrapes they would wait for ever.
    if (block.isAllNew) this.#encode(block, false);
    return true;
  }

  /** Every entry with its lines, changes that are not encoded yet among them. */
  *entries(): Generator<readonly [key: string, text: string]> {
    for (const [key, { block, index }] of this.#placeOf) yield [key, block.textOf(index)];
  }

  /** Puts one changed block together, as `FamilyBlock.encode`. Returns false where none is left. */
  encodeNext(inPlace: boolean): boolean {
    for (const block of this.#dirty) {
      this.#encode(block, inPlace);
      return true;
    }
    return false;
  }

  /** All blocks as they are now; call `encodeNext` before until nothing is left. */
  snapshot(): Buffer[] {
    return Array.from(this.#blocks, ({ bytes }) => bytes);
  }

  #encode(block: FamilyBlock, inPlace: boolean): void {
    block.encode(inPlace);
    this.#dirty.delete(block);
    this.#encoded += 1;
  }

  #count(now: TextMeasures, before: TextMeasures): void {
    this.#lines += now.lines - before.lines;
    this.#size += now.characters - before.characters;
  }

  #add(key: string): Place {
    const block = this.#openBlock();
    const place = { block, index: block.take() };
    this.#placeOf.set(key, place);
    if (block.isFull) this.#open.delete(block);
    return place;
  }

  #openBlock(): FamilyBlock {
    for (const block of this.#open) return block;
    const block = new FamilyBlock(this.#entriesPerBlock);
    this.#blocks.add(block);
    this.#open.add(block);
    return block;
  }

  #remove(key: string, { block, index }: Place): void {
    this.#count(noText, block.free(index));
    this.#placeOf.delete(key);
    this.#open.add(block);
    this.#dirty.add(block);
    if (!block.isEmpty) return;
    this.#blocks.delete(block);
    this.#open.delete(block);
    this.#dirty.delete(block);
  }
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
