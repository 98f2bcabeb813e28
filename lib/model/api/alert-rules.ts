import { z } from 'zod';

/** An alert rule that is in force, with what it says now. Times are UTC milliseconds. */
export const apiAlertRule = z.object({
  name: z.string(),
  source: z.enum(['shipped', 'user']),
  /** The file that it is from, and the line that it begins at. */
  file: z.string(),
  line: z.number().int(),
  severity: z.enum(['critical', 'warning', 'info']),
  /** How many of its alerts fire and are pending. */
  firing: z.number().int(),
  pending: z.number().int(),
  /** The metric that it compares, which of its series, and how. */
  series: z.string(),
  where: z.array(z.object({ name: z.string(), op: z.enum(['=', '!=', '=~', '!~']), value: z.string() })),
  abs: z.boolean(),
  op: z.enum(['>', '>=', '<', '<=', '==', '!=']),
  threshold: z.number(),
  /** The same as PromQL. */
  expression: z.string(),
  forSeconds: z.number(),
  keepFiringForSeconds: z.number(),
  summary: z.string(),
  description: z.string(),
  runbook: z.string(),
  /** How many series it looks at; null before it was judged. */
  seriesCount: z.number().int().nullable(),
  /** Why it could not be judged: two of its series have the same labels. */
  error: z.enum(['same-labels']).nullable(),
});
export type ApiAlertRule = z.infer<typeof apiAlertRule>;

/** Something that is wrong with a file of rules. */
export const apiRuleProblem = z.object({
  file: z.string(),
  line: z.number().int().nullable(),
  /** Such as `rules[2].for`; '' for the whole file. */
  path: z.string(),
  message: z.string(),
});

/** How the last try to load the files of rules ended. */
const apiRuleLoad = z.object({
  /** When the rules that are in force were taken. */
  loadedAt: z.number(),
  triedAt: z.number(),
  ok: z.boolean(),
  /** True where the files had mistakes at the start already, so that none of the user's rules are in force. */
  isFallback: z.boolean(),
  everySeconds: z.number(),
  problems: z.array(apiRuleProblem),
});
export type ApiRuleLoad = z.infer<typeof apiRuleLoad>;

/** Answer of `/api/v1/alerts/rules`: firing rules first, then pending ones, then by severity and name. */
export const apiAlertRules = z.object({
  revision: z.number().int(),
  /** When rules were judged last, give or take a minute. */
  evaluatedAt: z.number().nullable(),
  /** Null where no collectors that judge rules have run yet. */
  load: apiRuleLoad.nullable(),
  rules: z.array(apiAlertRule),
});
export type ApiAlertRules = z.infer<typeof apiAlertRules>;
