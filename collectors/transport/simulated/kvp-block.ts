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

/** What is kept of a block: its items' texts are hundreds of times as long and are sent once as a rule. */
interface BlockSummary {
  readonly hash: string | null;
  readonly count: number;
  readonly isCut: boolean;
}

interface FullBlock extends BlockSummary {
  readonly items: readonly string[];
}

type Block = 'intrinsic' | 'guest' | 'host';

/** Hashing is done once per state of a VM; the fleet gives the same object as long as nothing changed. */
const summaries = new WeakMap<SimulatedVm['kvp'], Map<Block, BlockSummary>>();

/** One block of a VM; without its items where the near side knows the hash. */
export function toKvpBlock(kvp: SimulatedVm['kvp'], block: Block, known: unknown): KvpBlockData {
  const summary = summaries.get(kvp)?.get(block);
  if (summary !== undefined && summary.hash !== null && summary.hash === known) {
    const { hash, count, isCut } = summary;
    return { hash, count, ...(isCut ? { cut: true } : {}) };
  }
  const { hash, count, items, isCut } = renderBlock(kvp, block);
  summaries.set(kvp, (summaries.get(kvp) ?? new Map<Block, BlockSummary>()).set(block, { hash, count, isCut }));
  if (hash === null) return { hash, count, items: [] };
  return { hash, count, ...(hash === known ? {} : { items }), ...(isCut ? { cut: true } : {}) };
}

/** What the host sends for a VM without rows. */
export const emptyKvpBlock: KvpBlockData = { hash: null, count: 0, items: [] };

function renderBlock(kvp: SimulatedVm['kvp'], block: Block): FullBlock {
  const texts = kvp[block].map(([key, value]) => renderKvpItem(block, key, value));
  // Items of a beacon are no part of the guest's block (guest-items.ps1).
  return toFullBlock(block === 'guest' ? [...texts, ...kvp.rawGuestItems].filter((text) => !isBeaconItem(text)) : texts);
}

/** hash = 16 hex of SHA-256 over the UTF-8 of all items joined by U+0000; empty texts do not count (kvp.ps1). */
function toFullBlock(all: readonly string[]): FullBlock {
  const texts = all.filter((text) => text !== '');
  if (texts.length === 0) return { hash: null, count: 0, items: [], isCut: false };
  const hash = createHash('sha256').update(texts.join('\0'), 'utf8').digest('hex').slice(0, 16);
  const items = firstTexts(texts, mostItems, mostCharacters);
  return { hash, count: texts.length, items, isCut: items.length < texts.length };
}
