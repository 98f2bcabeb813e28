import { createHash } from 'node:crypto';
import { renderKvpItem } from './kvp-item.ts';
import type { SimulatedVm } from './scenario.ts';

/** Limits of one block of one VM, as on the host (kvp.ps1). */
const mostItems = 1_100;
const mostCharacters = 524_288;

/** One block as the host sends it. */
export interface KvpBlockData {
  readonly hash: string | null;
  readonly count: number;
  readonly items?: readonly string[];
  readonly cut?: true;
}

interface FullBlock {
  readonly hash: string | null;
  readonly count: number;
  readonly items: readonly string[];
  readonly isCut: boolean;
}

const blocks = ['intrinsic', 'guest', 'host'] as const;
type Block = (typeof blocks)[number];

/** Rendering and hashing are done once per state of a VM; the fleet gives the same object as long as nothing changed. */
const rendered = new WeakMap<SimulatedVm['kvp'], Readonly<Record<Block, FullBlock>>>();

/** One block of a VM; without its items where the near side knows the hash. */
export function toKvpBlock(kvp: SimulatedVm['kvp'], block: Block, known: unknown): KvpBlockData {
  const { hash, count, items, isCut } = renderedOnce(kvp)[block];
  if (hash === null) return { hash, count, items: [] };
  return { hash, count, ...(hash === known ? {} : { items }), ...(isCut ? { cut: true } : {}) };
}

/** What the host sends for a VM without rows. */
export const emptyKvpBlock: KvpBlockData = { hash: null, count: 0, items: [] };

function renderedOnce(kvp: SimulatedVm['kvp']): Readonly<Record<Block, FullBlock>> {
  const before = rendered.get(kvp);
  if (before !== undefined) return before;
  const render = (block: Block) => kvp[block].map(([key, value]) => renderKvpItem(block, key, value));
  const made = {
    intrinsic: toFullBlock(render('intrinsic')),
    guest: toFullBlock([...render('guest'), ...kvp.rawGuestItems]),
    host: toFullBlock(render('host')),
  };
  rendered.set(kvp, made);
  return made;
}

/** hash = 16 hex of SHA-256 over the UTF-8 of all items joined by U+0000; empty texts do not count (kvp.ps1). */
function toFullBlock(all: readonly string[]): FullBlock {
  const texts = all.filter((text) => text !== '');
  if (texts.length === 0) return { hash: null, count: 0, items: [], isCut: false };
  const hash = createHash('sha256').update(texts.join('\0'), 'utf8').digest('hex').slice(0, 16);
  const items = withinLimits(texts);
  return { hash, count: texts.length, items, isCut: items.length < texts.length };
}

/** The first items that fit; one that is too long by itself ends the list. */
function withinLimits(texts: readonly string[]): readonly string[] {
  let length = 0;
  let count = 0;
  for (const text of texts) {
    length += text.length;
    if (count >= mostItems || length > mostCharacters) break;
    count += 1;
  }
  return texts.slice(0, count);
}
