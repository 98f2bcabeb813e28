/** Something that can be jumped to, by its name and by other text such as an address. */
export interface Jump {
  readonly kind: 'page' | 'host' | 'vm';
  readonly href: string;
  readonly name: string;
  /** Where it stands, such as the host of a VM. */
  readonly place?: string;
  /** Found by parts of these too, but not by scattered letters. */
  readonly also: readonly string[];
}

const mostMatches = 50;
const kindRank = { page: 0, host: 1, vm: 2 } as const;

/**
 * The jumps that fit, best first. Every word must fit: as part of the name (best at its beginning), in order with gaps, or as part of
 * what else it is known by. Without a word they keep their order. Pure.
 */
export function rankMatches(query: string, jumps: Iterable<Jump>): readonly Jump[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...jumps].slice(0, mostMatches);
  const found: { jump: Jump; score: number }[] = [];
  for (const jump of jumps) {
    let score = 0;
    for (const word of words) {
      const one = scoreOf(word, jump);
      score = one === undefined ? Number.NaN : score + one;
      if (Number.isNaN(score)) break;
    }
    if (!Number.isNaN(score)) found.push({ jump, score });
  }
  found.sort((a, b) => b.score - a.score || kindRank[a.jump.kind] - kindRank[b.jump.kind] || compare(a.jump, b.jump));
  return found.slice(0, mostMatches).map(({ jump }) => jump);
}

function compare(a: Jump, b: Jump): number {
  return a.name.length - b.name.length || (a.name < b.name ? -1 : Number(a.name > b.name));
}

function scoreOf(word: string, { name, place, also }: Jump): number | undefined {
  const lower = name.toLowerCase();
  const at = lower.indexOf(word);
  if (at === 0) return lower.length === word.length ? 100 : 80;
  if (at > 0) return isBoundary(lower, at) ? 70 : 60;
  if (place?.toLowerCase().includes(word) === true) return 50;
  if (also.some((text) => text.toLowerCase().includes(word))) return 40;
  return scatteredScore(word, lower);
}

/** Letters in order with gaps: "w17" finds "web-1-7". Each letter at the beginning of a part counts more. */
function scatteredScore(word: string, name: string): number | undefined {
  let score = 0;
  let from = 0;
  for (const letter of word) {
    const at = name.indexOf(letter, from);
    if (at < 0) return undefined;
    if (isBoundary(name, at)) score += 2;
    from = at + 1;
  }
  return Math.min(score + Math.max(0, 10 - (name.length - word.length)), 30);
}

function isBoundary(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
}
