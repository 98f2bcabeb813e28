import type { Json } from '../model/json.ts';
import { renderMatcher } from './matcher.ts';
import { renderDuration } from './parse-duration.ts';
import type { Rule } from './rule.ts';

/** A rule as a file has it: `ruleEntry` reads the same rule from it. Pure. */
export function renderRuleEntry(rule: Rule): Json {
  const { name, replaces, series, where, abs, op, threshold, severity, summary, description, runbook } = rule;
  return {
    name,
    ...(replaces === undefined ? {} : { replaces }),
    series,
    where: where.map(renderMatcher),
    abs,
    op,
    threshold,
    for: renderDuration(rule.forMs),
    keepFiringFor: renderDuration(rule.keepFiringMs),
    severity,
    summary,
    description,
    runbook,
  };
}
