import { cleanText } from '#lib/model/clean-text.ts';
import { detachText } from '#lib/model/detach-text.ts';
import { type BeaconProblem, beaconProblems } from '#lib/model/readings/beacon.ts';

/** Longest text that a reading holds; longer ones are cut. */
const longestText = 256;
/** Names are compared with a few known ones, so one that is longer is none of them. */
const longestName = 64;
const numberPattern = /^-?\d{1,20}(?:\.\d{1,20})?$/;
const notANumber = /^[+-]?(?:nan|inf(?:inity)?)$/i;

/** What a number may be; both ends belong to it. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * The `name=value;` pairs of one item (docs/beacon.md, "Format"). Each reader gives a pair's value or undefined, and names what was wrong
 * with it in `problems`: a bad pair costs itself only. Of two pairs with one name the last counts. Never throws.
 */
export class BeaconPairs {
  readonly #values: ReadonlyMap<string, string>;
  readonly #problems: Set<BeaconProblem>;

  constructor(value: string, problems: Set<BeaconProblem>) {
    this.#problems = problems;
    this.#values = splitPairs(value, problems);
  }

  /** A text: its escapes undone, without control characters, at most 256 units. An empty one counts as left out. */
  text(name: string): string | undefined {
    const raw = this.#values.get(name);
    if (raw === undefined || raw === '') return undefined;
    const decoded = decodeEscapes(raw);
    if (decoded === undefined) return this.#bad('malformed-value');
    if (decoded.length > longestText) this.#problems.add('value-too-long');
    const cleaned = cleanText(decoded, longestText, 'one-line');
    if (cleaned.hadControls) this.#problems.add('control-characters');
    if (!cleaned.wasWellFormed) this.#problems.add('malformed-value');
    return detachText(cleaned.text);
  }

  /** A number within the range. */
  number(name: string, range: Range): number | undefined {
    const raw = this.#values.get(name);
    if (raw === undefined || raw === '') return undefined;
    if (!numberPattern.test(raw)) return this.#bad(notANumber.test(raw) ? 'out-of-range' : 'malformed-value');
    // Minus zero is zero, so that a reading is the same after its trip through JSON.
    const value = Number(raw) + 0;
    return value >= range.from && value <= range.to ? value : this.#bad('out-of-range');
  }

  /** A whole number from 0 up to `most`. */
  count(name: string, most: number): number | undefined {
    const value = this.number(name, { from: 0, to: most });
    return value === undefined || Number.isSafeInteger(value) ? value : this.#bad('malformed-value');
  }

  /** 1 or 0. */
  flag(name: string): boolean | undefined {
    const word = this.word(name, ['0', '1']);
    return word === undefined ? undefined : word === '1';
  }

  /** One of a few words. */
  word<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const raw = this.#values.get(name);
    if (raw === undefined || raw === '') return undefined;
    return words.find((word) => word === raw) ?? this.#bad('malformed-value');
  }

  /** Texts between commas, at most `most` of them; undefined where the pair is left out. */
  list(name: string, most: number): readonly string[] | undefined {
    if (!this.#values.has(name)) return undefined;
    const all = (this.text(name) ?? '').split(',').filter((entry) => entry !== '');
    if (all.length > most) this.#problems.add('too-many-items');
    return all.slice(0, most).map(detachText);
  }

  /** Names a problem that the caller found in a pair. */
  #bad(problem: BeaconProblem): undefined {
    this.#problems.add(problem);
    return undefined;
  }
}

function splitPairs(value: string, problems: Set<BeaconProblem>): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const part of value.split(';')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const isPair = at > 0 && at <= longestName && !part.includes('=', at + 1);
    // Without a name it is no pair; with a name twice it is not known which one was meant.
    const name = isPair ? part.slice(0, at) : '';
    if (!isPair || values.has(name)) problems.add('malformed-value');
    if (isPair) values.set(name, part.slice(at + 1));
  }
  return values;
}

const escapes = /(?:%[0-9A-Fa-f]{2})+/g;

/**
 * Undoes `%XX`; undefined where a `%` begins no escape. Bytes that are no UTF-8 become U+FFFD: a name on a disk may hold any. Characters
 * that should have been escaped are taken as they are.
 */
export function decodeEscapes(text: string): string | undefined {
  if (!text.includes('%')) return text;
  if (text.replace(escapes, '').includes('%')) return undefined;
  return text.replace(escapes, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('%'), (digits) => Number.parseInt(digits, 16));
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  });
}

/** Problems in the order of the model, each once. */
export function inOrder(problems: ReadonlySet<BeaconProblem>): BeaconProblem[] {
  return beaconProblems.filter((problem) => problems.has(problem));
}
