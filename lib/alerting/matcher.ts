/** One condition on a label, as in Prometheus and Alertmanager. A label that is absent counts as empty. */
export interface Matcher {
  readonly name: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export type Labels = Readonly<Record<string, string>>;

export type MatcherResult = { readonly ok: true; readonly matcher: Matcher } | { readonly ok: false; readonly reason: string };

const shape = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\\n]|\\.)*")\s*$/s;
const longest = 1_000;

/** Reads `name="value"`, with `!=`, `=~` or `!~` for `=`; the value in double quotes with Go's usual escapes. */
export function parseMatcher(text: string): MatcherResult {
  const parts = text.length > longest ? null : shape.exec(text);
  const value = parts?.[3] === undefined ? undefined : unquote(parts[3]);
  if (parts === null || value === undefined) {
    return { ok: false, reason: 'must be a label, one of = != =~ !~, and a text in double quotes, such as host=~"hv0[1-4]"' };
  }
  const matcher = { name: parts[1] ?? '', op: parts[2] as Matcher['op'], value };
  const reason = matcher.op.endsWith('~') ? whyNoPattern(value) : undefined;
  return reason === undefined ? { ok: true, matcher } : { ok: false, reason };
}

/** The text that `parseMatcher` reads, which is PromQL too. */
export function renderMatcher({ name, op, value }: Matcher): string {
  return `${name}${op}${JSON.stringify(value)}`;
}

/** Whether every matcher holds. None at all matches everything. */
export function matches(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((matcher) => holds(matcher, Object.hasOwn(labels, matcher.name) ? (labels[matcher.name] ?? '') : ''));
}

/** Whether the matchers leave nothing out: then whoever made them should be asked once more. */
export function matchEverything(matchers: readonly Matcher[]): boolean {
  // What holds for no label and for one that says something unlikely holds for all that anybody means.
  const unlikely = 'e7e5c3a4 hvitals';
  return matchers.every((matcher) => holds(matcher, '') && holds(matcher, unlikely));
}

function holds({ op, value }: Matcher, label: string): boolean {
  switch (op) {
    case '=':
      return label === value;
    case '!=':
      return label !== value;
    case '=~':
      return patternOf(value).test(label.slice(0, longest));
    case '!~':
      return !patternOf(value).test(label.slice(0, longest));
  }
}

const patterns = new Map<string, RegExp>();
const mostPatterns = 1_000;

/** Anchored at both ends, as everywhere in Prometheus; `.` matches line breaks too. */
function patternOf(value: string): RegExp {
  const known = patterns.get(value);
  if (known !== undefined) return known;
  const made = new RegExp(`^(?:${value})$`, 'su');
  if (patterns.size < mostPatterns) patterns.set(value, made);
  return made;
}

/** What RE2 and JavaScript read alike: characters, escapes of punctuation, `.`, classes, groups without a quantifier, `|`, and `? * +`. */
const piece =
  /\\[\\.+*?()|[\]{}^$-]|\[\^?(?:\\[\\\]^-]|[^\\\]^[&~-]|(?:[a-zA-Z0-9]-[a-zA-Z0-9]))+\]|[^\\[\](){}|*+?^$]|[().|*+?]/suy;
/** Two of them already look at each place as often as there are places. */
const mostRepeats = 2;

/**
 * Why a pattern is not taken, or undefined. Prometheus matches in linear time whatever the pattern is and JavaScript does not, so of the
 * language only a part is allowed: it means the same in both, and cannot be slow.
 */
function whyNoPattern(value: string): string | undefined {
  let [repeats, before] = [0, ''];
  for (piece.lastIndex = 0; piece.lastIndex < value.length; ) {
    const at = piece.lastIndex;
    const found = piece.exec(value)?.[0];
    if (found === undefined)
      return `cannot use ${JSON.stringify(value.slice(at, at + 10))} in a pattern; allowed: text, . [a-z] (a|b) ? * +, \\ before punctuation`;
    if (/^[*+?]$/.test(found)) {
      if (before === '' || /^[(|)*+?]$/.test(before)) return `${found} must follow a character, a dot or a class in a pattern`;
      if (found !== '?') repeats += 1;
    }
    before = found;
  }
  if (repeats > mostRepeats) return `a pattern may have ${mostRepeats} of * and + at most`;
  try {
    return patternOf(value) === undefined ? 'is no pattern' : undefined;
  } catch {
    return `${JSON.stringify(value)} is no pattern: a bracket is not closed`;
  }
}

/** A text in double quotes; JSON's escapes are those of Go that anybody writes. */
function unquote(quoted: string): string | undefined {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === 'string' && value.isWellFormed() ? value : undefined;
  } catch {
    return undefined;
  }
}
