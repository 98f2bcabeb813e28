import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { core } from 'zod';
import { type PlacedRule, type Rule, ruleEntry, ruleFile } from './rule.ts';
import { placeholders, templateLabels } from './template.ts';

/** Something that is wrong with a file of rules: where it stands, and what would be valid. */
export interface RuleProblem {
  readonly file: string;
  /** Counted from 1; undefined where it is about the whole file. */
  readonly line: number | undefined;
  /** Such as `rules[2].for`, or '' for the whole file. */
  readonly path: string;
  readonly message: string;
}

export type RulesResult =
  | { readonly ok: true; readonly rules: readonly PlacedRule[] }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

/** A file of rules that was read. */
export interface RuleText {
  /** Its name in messages. */
  readonly file: string;
  readonly text: string;
}

/** Labels of each metric that a rule may name. */
export type KnownSeries = ReadonlyMap<string, readonly string[]>;

/** Puts one word's most likely meaning into a message; see lib/config. */
export type DescribeUnknown = (what: string, word: string, valid: readonly string[]) => string;

export interface ParseRulesOptions {
  readonly known: KnownSeries;
  readonly describeUnknown: DescribeUnknown;
  /** Rules that come with hvitals, which those of the files may take the place of. */
  readonly shipped?: readonly PlacedRule[];
}

/**
 * Files of rules → one list, in the order of the files. Names are unique over all of them. Pure; returns every mistake that one look can
 * find, and no rule at all where there is one: half a set of rules would be a trap.
 */
export function parseRules(files: readonly RuleText[], options: ParseRulesOptions): RulesResult {
  const problems: RuleProblem[] = [];
  const rules: PlacedRule[] = [];
  for (const { file, text } of files) {
    const source = new Source(file, text);
    problems.push(...source.problems);
    for (const [index, entry] of source.entries.entries()) {
      const at = source.at(index);
      const result = ruleEntry.safeParse(entry);
      if (!result.success) {
        problems.push(...result.error.issues.flatMap((issue) => toProblems(issue, entry, at, options)));
        continue;
      }
      const rule = { ...result.data, place: { file, line: at(['name'], '').line ?? 1 } };
      problems.push(...checkRule(rule, rules, options).map(({ path, message }) => at(path, message)));
      rules.push(rule);
    }
  }
  return problems.length === 0 ? { ok: true, rules } : { ok: false, problems };
}

type Place = (path: readonly PropertyKey[], message: string) => RuleProblem;

/** One file as YAML, with the lines of its parts. */
class Source {
  readonly problems: RuleProblem[] = [];
  readonly entries: readonly unknown[];
  readonly #file: string;
  readonly #lines = new LineCounter();
  readonly #contents: unknown;

  constructor(file: string, text: string) {
    this.#file = file;
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, merge: false });
    this.#contents = document.contents;
    this.entries = this.#read(document);
  }

  #read(document: ReturnType<typeof parseDocument>): readonly unknown[] {
    const [error] = document.errors;
    if (error !== undefined) {
      const { line } = this.#lines.linePos(error.pos[0]);
      this.problems.push({ file: this.#file, line, path: '', message: `not valid YAML: ${error.message}` });
      return [];
    }
    // Few aliases, so that a small text cannot become a large one.
    const parsed = ruleFile.safeParse(toData(document));
    if (parsed.success) return parsed.data.rules;
    this.problems.push({
      file: this.#file,
      line: 1,
      path: '',
      message: 'must be a mapping with the key rules, a list of 1,000 at most',
    });
    return [];
  }

  /** Makes problems of the rule at an index. */
  at(index: number): Place {
    return (path, message) => {
      const whole = ['rules', index, ...path];
      return { file: this.#file, line: this.#lineOf(whole), path: toPath(whole), message };
    };
  }

  /** Line of the part at `path`, or of the nearest one above it that there is. */
  #lineOf(path: readonly PropertyKey[]): number | undefined {
    let node = this.#contents;
    let line: number | undefined;
    for (const part of path) {
      const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === part) : undefined;
      const next = pair === undefined && isSeq(node) ? node.items[Number(part)] : pair?.value;
      const start = ((pair?.key ?? next) as Node | undefined)?.range?.[0];
      if (start === undefined) break;
      line = this.#lines.linePos(start).line;
      node = next;
    }
    return line;
  }
}

function toData(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

function toPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

const validKeys = Object.keys(ruleEntry.in.shape);

function toProblems(issue: core.$ZodIssue, entry: unknown, at: Place, { describeUnknown }: ParseRulesOptions): RuleProblem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => at([key], describeUnknown('key', key, validKeys)));
  const value = issue.path.reduce<unknown>(
    (part, key) => (part === Object(part) ? Reflect.get(Object(part), key) : undefined),
    entry,
  );
  if (issue.code === 'invalid_value')
    return [at(issue.path, `must be one of ${issue.values.map(String).join(' ')}; ${toIs(value)}`)];
  if (issue.code === 'invalid_type') return [at(issue.path, `must be a ${issue.expected}; ${toIs(value)}`)];
  if (issue.code === 'invalid_format') return [at(issue.path, `must be ${issue.message}; ${toIs(value)}`)];
  return [at(issue.path, issue.message)];
}

function toIs(value: unknown): string {
  return value === undefined ? 'it is missing' : `is ${(JSON.stringify(value) ?? String(value)).slice(0, 60)}`;
}

interface Wrong {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What no schema can see: whether the metric and the labels are there, and whether the name is free. */
function checkRule(rule: Rule, earlier: readonly PlacedRule[], options: ParseRulesOptions): Wrong[] {
  return [...checkSeries(rule, options), ...checkNames(rule, earlier, options)];
}

function checkNames(rule: Rule, earlier: readonly PlacedRule[], { shipped = [], describeUnknown }: ParseRulesOptions): Wrong[] {
  const { name, replaces } = rule;
  const wrong: Wrong[] = [];
  const add = (path: string, message: string) => wrong.push({ path: [path], message });
  const same = earlier.find((other) => other.name === name);
  if (same !== undefined) add('name', `${name} is the name of another rule already, ${toWhere(same)}`);
  else if (replaces !== name && shipped.some((other) => other.name === name))
    add('name', `${name} is the name of a shipped rule; choose another name, or say replaces: ${name}`);
  if (replaces === undefined) return wrong;
  const rival = earlier.find((other) => other.replaces === replaces);
  const names = shipped.map((other) => other.name);
  if (names.length === 0) add('replaces', 'only a rule of your own can take the place of a shipped one');
  else if (!names.includes(replaces))
    add('replaces', describeUnknown(`shipped rule ${JSON.stringify(replaces)}`, replaces, names));
  else if (rival !== undefined) add('replaces', `${rival.name} takes the place of ${replaces} already, ${toWhere(rival)}`);
  return wrong;
}

function toWhere({ place: { file, line } }: PlacedRule): string {
  return `in ${file} line ${line}`;
}

function checkSeries(rule: Rule, { known, describeUnknown }: ParseRulesOptions): Wrong[] {
  const labels = known.get(rule.series);
  if (labels === undefined) return [{ path: ['series'], message: describeUnknown('metric', rule.series, [...known.keys()]) }];
  const wrong: Wrong[] = rule.where.flatMap(({ name }, index) =>
    labels.includes(name) ? [] : [{ path: ['where', index], message: describeUnknown(`label of ${rule.series}`, name, labels) }],
  );
  for (const key of ['summary', 'description'] as const) {
    const bad = placeholders(rule[key]).find((inside) => inside !== '$value' && !templateLabels(inside, labels));
    if (bad !== undefined)
      wrong.push({
        path: [key],
        message: `{{ ${bad} }} is not known; valid: {{ $value }}, ${labels.map((label) => `{{ $labels.${label} }}`).join(', ')}`,
      });
  }
  return wrong;
}
