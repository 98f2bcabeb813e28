import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type KnownSeries, parseRules, type RulesResult, type RuleText } from '../alerting/parse-rules.ts';
import { describeUnknown } from './describe-issue.ts';

const shippedFile = fileURLToPath(new URL('../alerting/shipped-rules.yaml', import.meta.url));

/** The rules that come with hvitals, as text. */
export function readShippedRules(): RuleText {
  return { file: 'shipped-rules.yaml', text: readFileSync(shippedFile, 'utf8') };
}

/** The shipped rules and those of further files, checked together. */
export function checkRules(files: readonly RuleText[], known: KnownSeries): RulesResult {
  return parseRules(files, { known, describeUnknown });
}
