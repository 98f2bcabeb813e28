import { z } from 'zod';
import { type Matcher, parseMatcher } from './matcher.ts';
import { parseDuration } from './parse-duration.ts';

const operators = ['>', '>=', '<', '<=', '==', '!='] as const;

const name = z
  .string()
  .regex(/^[A-Z][A-Za-z0-9]{0,99}$/, 'a name in letters and digits that begins with a capital, such as HostUnreachable');
const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  context.addIssue(
    `must be a duration such as 90s, 5m or 1h30m, units from large to small; is ${JSON.stringify(text.slice(0, 60))}`,
  );
  return z.NEVER;
});
const matcher = z.string().transform((text, context): Matcher => {
  const result = parseMatcher(text);
  if (result.ok) return result.matcher;
  context.addIssue(result.reason);
  return z.NEVER;
});
const text = z.string().max(2_000);

/** One alert rule as a file has it. It compares the value of each of a metric's series with a threshold; durations come out in ms. */
export const ruleEntry = z
  .strictObject({
    name,
    /** The shipped rule that this one of the user's takes the place of; it may have the same name. */
    replaces: name.optional(),
    /** A metric of the catalogue, or one of the daemon's own. */
    series: z.string(),
    /** Which of its series; all must hold. */
    where: z.array(matcher).max(20).default([]),
    /** Compare without the sign. */
    abs: z.boolean().default(false),
    op: z.enum(operators),
    threshold: z.number(),
    /** How long the condition must hold before it fires. */
    for: duration.default(0),
    /** How long it fires on once the condition no longer holds. */
    keepFiringFor: duration.default(0),
    severity: z.enum(['critical', 'warning', 'info']),
    summary: text.min(1),
    description: text.default(''),
    /** Page that says what to do. */
    runbook: text.default(''),
  })
  .transform(({ for: forMs, keepFiringFor, ...rest }) => ({ ...rest, forMs, keepFiringMs: keepFiringFor }));

/** An alert rule, checked. */
export type Rule = z.infer<typeof ruleEntry>;

/** Where a rule stands. */
export interface RulePlace {
  /** The file's name in messages. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** A rule that was read from a file. */
export type PlacedRule = Rule & { readonly place: RulePlace };

export const ruleFile = z.strictObject({ rules: z.array(z.unknown()).max(1_000) });

/** Whether a value meets the rule's condition. NaN meets none but `!=`, as in PromQL. */
export function meets({ abs, op, threshold }: Pick<Rule, 'abs' | 'op' | 'threshold'>, value: number): boolean {
  const compared = abs ? Math.abs(value) : value;
  switch (op) {
    case '>':
      return compared > threshold;
    case '>=':
      return compared >= threshold;
    case '<':
      return compared < threshold;
    case '<=':
      return compared <= threshold;
    case '==':
      return compared === threshold;
    case '!=':
      return compared !== threshold;
  }
}
