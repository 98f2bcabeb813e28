import { createHash } from 'node:crypto';
import { firstTexts, isBeaconItem } from './guest-items.ts';
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
    // Items of a beacon are no part of the block (guest-items.ps1).
    guest: toFullBlock([...render('guest'), ...kvp.rawGuestItems].filter((text) => !isBeaconItem(text))),
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
  const items = firstTexts(texts, mostItems, mostCharacters);
  return { hash, count: texts.length, items, isCut: items.length < texts.length };
}
