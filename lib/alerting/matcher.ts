import { compileRegex, type TextTest } from './linear-regex.ts';
import { RegexError } from './parse-regex.ts';

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

/**
 * Whether the matchers leave next to nothing out, so that whoever made them should be asked once more. Only a matcher that wants
 * something narrows: `alertname=~".+"`, `vm!="x"` and `host=""` alone would hit alerts that nobody thought of.
 */
export function matchEverything(matchers: readonly Matcher[]): boolean {
  return !matchers.some(narrows);
}

/** Values that have nothing in common: a pattern that takes all of them takes anything. */
const strangers = ['a', 'Q7', '~-+ /', '0'.repeat(40), '\u0436\u{1f600}'];

function narrows({ op, value }: Matcher): boolean {
  switch (op) {
    case '=':
      return value !== '';
    case '=~': {
      const test = patternOf(value);
      return !test('') && !strangers.every(test);
    }
    case '!=':
    case '!~':
      return false;
  }
}

function holds({ op, value }: Matcher, label: string): boolean {
  switch (op) {
    case '=':
      return label === value;
    case '!=':
      return label !== value;
    case '=~':
      return patternOf(value)(label);
    case '!~':
      return !patternOf(value)(label);
  }
}

const patterns = new Map<string, TextTest>();
const mostPatterns = 1_000;

/** Anchored at both ends, as everywhere in Prometheus; `.` matches line breaks too. Throws RegexError. */
function patternOf(value: string): TextTest {
  const known = patterns.get(value);
  if (known !== undefined) return known;
  const made = compileRegex(value);
  if (patterns.size < mostPatterns) patterns.set(value, made);
  return made;
}

/** Why a pattern is not taken, or undefined. */
function whyNoPattern(value: string): string | undefined {
  try {
    patternOf(value);
    return undefined;
  } catch (error) {
    if (error instanceof RegexError) return `${JSON.stringify(value)} is no pattern: ${error.message}`;
    throw error;
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
