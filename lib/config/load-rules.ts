import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type KnownSeries, parseRules, type RuleProblem, type RulesResult, type RuleText } from '../alerting/parse-rules.ts';
import type { PlacedRule } from '../alerting/rule.ts';
import { checkDisabled, selectRules } from '../alerting/select-rules.ts';
import { formatPath } from './config-error.ts';
import { describeUnknown } from './describe-issue.ts';
import type { LoadedConfig } from './load-config.ts';

const shippedFile = fileURLToPath(new URL('../alerting/shipped-rules.yaml', import.meta.url));

/** The rules that come with hvitals. */
export function parseShippedRules(known: KnownSeries): RulesResult {
  return parseRules([{ file: 'shipped-rules.yaml', text: readFileSync(shippedFile, 'utf8') }], { known, describeUnknown });
}

/** Files of rules as they were read, and what could not be. */
export interface ReadRuleFiles {
  readonly texts: readonly RuleText[];
  readonly problems: readonly RuleProblem[];
}

export interface JoinRulesInput extends ReadRuleFiles, Pick<LoadedConfig, 'lineOf'> {
  readonly shipped: readonly PlacedRule[];
  readonly known: KnownSeries;
  readonly alerting: LoadedConfig['config']['alerting'];
  /** The configuration's name in messages. */
  readonly configFile: string;
}

/** The shipped rules and the user's as the configuration wants them, or everything that is wrong with them. Pure. */
export function joinRules(input: JoinRulesInput): RulesResult {
  const { shipped, known, alerting, texts, configFile, lineOf } = input;
  const own = parseRules(texts, { known, describeUnknown, shipped });
  const problems = [...input.problems, ...(own.ok ? [] : own.problems)];
  const rules = own.ok ? own.rules : [];
  // Where files could not be read, the name may be one of theirs.
  const unknown = problems.length > 0 ? [] : checkDisabled(shipped, rules, alerting.disable, describeUnknown);
  for (const { index, message } of unknown) {
    const path = ['alerting', 'disable', index];
    problems.push({ file: configFile, line: lineOf(path), path: formatPath(path), message });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rules: selectRules(shipped, rules, alerting) };
}

/** `file:line: path: what is wrong and what would be valid`. */
export function renderProblem({ file, line, path, message }: RuleProblem): string {
  return `${line === undefined ? file : `${file}:${line}`}: ${path === '' ? '' : `${path}: `}${message}`;
}
