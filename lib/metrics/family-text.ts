/** A run of entries that are encoded together. */
interface Block {
  readonly texts: Map<string, string>;
  bytes: Buffer | undefined;
}

/**
 * The lines of one metric family, kept as text per entry (a VM, a host) in blocks. A block is encoded again only when one of its
 * entries changed, so an unchanged family costs nothing at the next scrape. Entries keep their block for as long as they live.
 */
export class FamilyText {
  readonly #entriesPerBlock: number;
  readonly #blocks = new Set<Block>();
  readonly #blockOf = new Map<string, Block>();
  readonly #open = new Set<Block>();
  readonly #dirty = new Set<Block>();
  #lines = 0;
  #size = 0;

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

  /** Puts the lines of one entry in place; an empty text takes the entry away. Returns whether anything changed. */
  set(key: string, text: string): boolean {
    const block = this.#blockOf.get(key);
    if (text === '') return block === undefined ? false : this.#remove(key, block);
    const before = block?.texts.get(key);
    if (before === text) return false;
    this.#lines += countLines(text) - countLines(before ?? '');
    this.#size += text.length - (before ?? '').length;
    const target = block ?? this.#openBlock();
    target.texts.set(key, text);
    this.#blockOf.set(key, target);
    if (target.texts.size >= this.#entriesPerBlock) this.#open.delete(target);
    this.#touch(target);
    return true;
  }

  /** Encodes one changed block. Returns false where none is left. */
  encodeNext(): boolean {
    for (const block of this.#dirty) {
      block.bytes = encode(block);
      this.#dirty.delete(block);
      return true;
    }
    return false;
  }

  /** All blocks as they are now. The buffers never change afterwards, so a reader may take its time. */
  snapshot(): Buffer[] {
    return [...this.#blocks].map((block) => block.bytes ?? encode(block));
  }

  #openBlock(): Block {
    for (const block of this.#open) return block;
    const block: Block = { texts: new Map(), bytes: undefined };
    this.#blocks.add(block);
    this.#open.add(block);
    return block;
  }

  #remove(key: string, block: Block): boolean {
    const text = block.texts.get(key) ?? '';
    this.#lines -= countLines(text);
    this.#size -= text.length;
    block.texts.delete(key);
    this.#blockOf.delete(key);
    this.#open.add(block);
    this.#touch(block);
    if (block.texts.size === 0) {
      this.#blocks.delete(block);
      this.#open.delete(block);
      this.#dirty.delete(block);
    }
    return true;
  }

  #touch(block: Block): void {
    block.bytes = undefined;
    this.#dirty.add(block);
  }
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function encode(block: Block): Buffer {
  return Buffer.from([...block.texts.values()].join(''), 'utf8');
}
