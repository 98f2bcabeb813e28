/** Characters, as ranges of code points. */
export interface CharacterSet {
  readonly negated: boolean;
  readonly ranges: readonly (readonly [number, number])[];
}

export type RegexNode =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly options: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly item: RegexNode; readonly min: number; readonly max: number | undefined };

/** The text is no expression of the subset; the message says what is. */
export class RegexError extends Error {}

const mostRepeats = 100;
const deepest = 50;
const classes: Readonly<Record<string, CharacterSet['ranges']>> = {
  d: [[48, 57]],
  w: [
    [48, 57],
    [65, 90],
    [95, 95],
    [97, 122],
  ],
  s: [
    [9, 10],
    [12, 13],
    [32, 32],
  ],
};
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * Reads the subset of RE2 that matchers may use: literals, `.`, sets such as `[a-z]` and `[^0-9]`, `\d \w \s` and their negations,
 * `\n \r \t`, escaped punctuation, groups, `|`, `* + ?` and `{n,m}` up to 100. What is valid here means the same in Prometheus.
 * Throws RegexError for anything else.
 */
export function parseRegex(text: string): RegexNode {
  const parser = new RegexParser(text);
  return parser.whole();
}

class RegexParser {
  readonly #characters: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#characters = [...text];
  }

  whole(): RegexNode {
    const node = this.#choice();
    if (this.#peek() !== undefined) throw new RegexError('a ")" closes no group');
    return node;
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }

  #next(what: string): string {
    const character = this.#characters[this.#at++];
    if (character === undefined) throw new RegexError(`it ends within ${what}`);
    return character;
  }

  #choice(): RegexNode {
    const options = [this.#sequence()];
    while (this.#take('|')) options.push(this.#sequence());
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: 'choice', options };
  }

  #sequence(): RegexNode {
    const items: RegexNode[] = [];
    // The whole text is matched anyway, so anchors at the outer ends say nothing new.
    if (this.#depth === 0) this.#take('^');
    for (let character = this.#peek(); character !== undefined && !'|)'.includes(character); character = this.#peek()) {
      if (character === '$' && this.#isOuterEnd()) this.#at += 1;
      else items.push(this.#repeat(this.#item()));
    }
    return { kind: 'sequence', items };
  }

  #isOuterEnd(): boolean {
    const after = this.#characters[this.#at + 1];
    return this.#depth === 0 && (after === undefined || after === '|');
  }

  #repeat(item: RegexNode): RegexNode {
    const bounds = this.#bounds();
    if (bounds === undefined) return item;
    if ('*+?{'.includes(this.#peek() ?? ' '))
      throw new RegexError('a repetition cannot be repeated or lazy; put it into a group');
    return { kind: 'repeat', item, ...bounds };
  }

  #bounds(): { min: number; max: number | undefined } | undefined {
    if (this.#take('*')) return { min: 0, max: undefined };
    if (this.#take('+')) return { min: 1, max: undefined };
    if (this.#take('?')) return { min: 0, max: 1 };
    if (!this.#take('{')) return undefined;
    let inside = '';
    for (let character = this.#next('a repetition'); character !== '}'; character = this.#next('a repetition'))
      inside += character;
    const match = /^(\d{1,4})(?:(,)(\d{1,4})?)?$/.exec(inside);
    const min = Number(match?.[1]);
    const max = match?.[2] === undefined ? min : match[3] === undefined ? undefined : Number(match[3]);
    if (match === null || (max ?? min) < min || (max ?? min) > mostRepeats) {
      throw new RegexError(`{${inside}} must be {n}, {n,} or {n,m} with n ≤ m ≤ ${mostRepeats}; write \\{ for the character`);
    }
    return { min, max };
  }

  #item(): RegexNode {
    const character = this.#next('the expression');
    switch (character) {
      case '.':
        return { kind: 'set', set: { negated: true, ranges: [] } };
      case '[':
        return { kind: 'set', set: this.#set() };
      case '(':
        return this.#group();
      case '\\':
        return { kind: 'set', set: this.#escape() };
      case '*':
      case '+':
      case '?':
      case '{':
        throw new RegexError(`nothing stands before ${character} that it could repeat; write \\${character} for the character`);
      case '^':
      case '$':
        throw new RegexError(
          `${character} can stand at the ends only, where it is not needed: the whole value is matched anyway`,
        );
      default:
        return { kind: 'set', set: single(character) };
    }
  }

  #group(): RegexNode {
    if (this.#take('?') && !this.#take(':')) throw new RegexError('of the groups with (? only (?: is known');
    this.#depth += 1;
    if (this.#depth > deepest) throw new RegexError(`groups are nested more than ${deepest} deep`);
    const node = this.#choice();
    if (!this.#take(')')) throw new RegexError('a "(" is not closed');
    this.#depth -= 1;
    return node;
  }

  #set(): CharacterSet {
    const negated = this.#take('^');
    const ranges: (readonly [number, number])[] = [];
    do {
      const from = this.#setMember();
      const dash = this.#peek() === '-' && this.#characters[this.#at + 1] !== ']';
      if (!dash) {
        ranges.push(...from.ranges);
        continue;
      }
      this.#at += 1;
      const [low, high] = [onlyPoint(from), onlyPoint(this.#setMember())];
      if (low === undefined || high === undefined || low > high)
        throw new RegexError('a range in [] must go up from one character to another');
      ranges.push([low, high]);
    } while (!this.#take(']'));
    return { negated, ranges };
  }

  #setMember(): CharacterSet {
    const character = this.#next('a set, which "]" closes');
    if (character === '[') throw new RegexError('a "[" in a set must be written \\[');
    if (character === ']') throw new RegexError('an empty set, or a "]" in a set, which must be written \\]');
    if (character !== '\\') return single(character);
    const escaped = this.#escape();
    if (escaped.negated) throw new RegexError('\\D, \\W and \\S cannot stand in a set');
    return escaped;
  }

  #escape(): CharacterSet {
    const character = this.#next('an escape');
    const ranges = classes[character.toLowerCase()];
    if (ranges !== undefined) return { negated: character !== character.toLowerCase(), ranges };
    const control = controls[character];
    if (control !== undefined) return single(control);
    if (/^[!-/:-@[-`{-~]$/.test(character)) return single(character);
    throw new RegexError(`\\${character} is not known; escapes are \\d \\w \\s \\D \\W \\S \\n \\r \\t and punctuation`);
  }
}

function single(character: string): CharacterSet {
  const point = character.codePointAt(0) ?? 0;
  return { negated: false, ranges: [[point, point]] };
}

function onlyPoint({ negated, ranges }: CharacterSet): number | undefined {
  const [range, more] = ranges;
  return !negated && more === undefined && range?.[0] === range?.[1] ? range?.[0] : undefined;
}
