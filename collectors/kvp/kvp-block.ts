import { cleanText } from '#lib/model/clean-text.ts';
import { detachText } from '#lib/model/detach-text.ts';
import { longestItemText, parseKvpItem } from '#lib/model/kvp-item.ts';
import { type KvpBlock, type KvpItem, type KvpProblem, kvpProblems } from '#lib/model/readings/kvp.ts';

/** A block's items, one per key and sorted by key, and what was wrong with them. */
export interface ParsedBlock {
  readonly items: KvpItem[];
  readonly problems: readonly KvpProblem[];
}

/** What passes through the kernel and the host, in UTF-16 units (hyperv-facts.md 1.6); more is a problem but is still shown. */
const expected: Readonly<Record<KvpBlock, { readonly key: number; readonly value: number }>> = {
  intrinsic: { key: 254, value: 1_022 },
  guest: { key: 254, value: 1_022 },
  host: { key: 255, value: 1_023 },
};
/** What is held: more of a key or value is cut. */
const heldKeyLength = 512;
const heldValueLength = 2_048;
const mostItems = 1_024;

/**
 * Parses the items of one block. Items that are no CIM-DTD documents are skipped, a key that comes again replaces the earlier value
 * (its count is kept), and every limit that was hit is named in `problems`. `cut` says that the host left items out itself.
 */
export function parseKvpBlock(block: KvpBlock, texts: readonly unknown[], cut: boolean): ParsedBlock {
  const problems = new Set<KvpProblem>();
  const held = new Map<string, KvpItem>();
  let budget = longestItemText;
  if (cut || texts.length > mostItems) problems.add('too-many-items');
  for (const text of texts.slice(0, mostItems)) {
    if (typeof text === 'string') budget -= text.length;
    if (budget < 0) {
      problems.add('too-many-items');
      break;
    }
    const raw = typeof text === 'string' ? parseKvpItem(text) : undefined;
    if (raw === undefined) {
      problems.add('malformed-item');
      continue;
    }
    hold(held, block, raw.key, raw.value, problems);
  }
  const items = [...held.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { items, problems: inOrder(problems) };
}

function hold(held: Map<string, KvpItem>, block: KvpBlock, rawKey: string, rawValue: string, problems: Set<KvpProblem>): void {
  if (rawKey.length > expected[block].key) problems.add('key-too-long');
  if (rawValue.length > expected[block].value) problems.add('value-too-long');
  // A key is one line: line breaks and tabs, which a value may have, are control characters in it.
  const key = shared(clean(rawKey, heldKeyLength, 'one-line', problems));
  const value = clean(rawValue, heldValueLength, 'lines', problems);
  const earlier = held.get(key);
  if (earlier !== undefined) problems.add('duplicate-key');
  held.set(key, {
    key,
    value,
    ...(earlier === undefined ? {} : { duplicates: (earlier.duplicates ?? 0) + 1 }),
    ...(rawValue.length > heldValueLength ? { truncated: true as const } : {}),
  });
}

/** The text as it is held; what had to be changed is named in `problems`. */
function clean(text: string, longest: number, lines: 'one-line' | 'lines', problems: Set<KvpProblem>): string {
  const cleaned = cleanText(text, longest, lines);
  if (!cleaned.wasWellFormed) problems.add('invalid-unicode');
  if (cleaned.hadControls) problems.add('control-characters');
  return detachText(cleaned.text);
}

/** Guests write the same few keys: one text stands for all of them. A guest that makes keys up can only fill this, not make it grow. */
const sharedKeys = new Map<string, string>();
const mostShared = 256;

function shared(key: string): string {
  const known = sharedKeys.get(key);
  if (known === undefined && sharedKeys.size < mostShared && key.length <= 64) sharedKeys.set(key, key);
  return known ?? key;
}

/** Problems in the order of the model, each once. */
export function inOrder(problems: ReadonlySet<KvpProblem>): readonly KvpProblem[] {
  return kvpProblems.filter((problem) => problems.has(problem));
}

/** How many items a block's list stands for: each with its duplicates. */
export function countItems(items: readonly KvpItem[]): number {
  return items.reduce((sum, item) => sum + 1 + (item.duplicates ?? 0), 0);
}
