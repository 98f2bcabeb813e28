import { z } from 'zod';
import { maintenanceSchedule } from '#lib/alerting/maintenance.ts';
import { type Matcher, parseMatcher, renderMatcher } from '#lib/alerting/matcher.ts';

const mostFingerprints = 1_000;
const mostMatchers = 50;

function required(word: string, detail: string, longest: number) {
  return z
    .string()
    .trim()
    .max(longest)
    .refine((text) => text !== '', { params: { word }, error: detail });
}

const person = required('no-author', 'must be the name of who does it', 100).meta({
  description:
    'Who does it. Whoever sends a token or has logged in is known, and needs not say it; without log-in it must be said.',
});
const comment = required('no-comment', 'must say why', 1_000);

const date = /^\d{4}-\d\d-\d\dT[\d:.]{5,12}(Z|[+-]\d\d:\d\d)$/;
/** The last moment that a date can say. */
const newestTime = 8_640_000_000_000_000;

/** UTC milliseconds, or a date of ISO 8601 with its zone. */
const instant = z
  .unknown()
  .transform((given, context): number => {
    const isDate = typeof given === 'string' && given.length <= 40 && date.test(given);
    const at = typeof given === 'number' ? given : isDate ? Date.parse(given) : Number.NaN;
    if (Number.isSafeInteger(at) && Math.abs(at) <= newestTime) return at;
    const [word, is] = given === undefined ? ['missing', 'is missing; it '] : ['bad-time', ''];
    const message = `${is}must be UTC milliseconds or a date such as 2026-11-23T08:00:00Z`;
    context.addIssue({ code: 'custom', params: { word }, message });
    return z.NEVER;
  })
  .meta({
    description: 'UTC milliseconds, or a date of ISO 8601 with its zone.',
    anyOf: [{ type: 'integer' }, { type: 'string', maxLength: 40 }],
  });

const matcherParts = z.strictObject({ name: z.string(), op: z.enum(['=', '!=', '=~', '!~']), value: z.string() });

/** `{name, op, value}`, or the same as text: `host=~"hv0[1-4]"`. */
const matcher = z
  .unknown()
  .transform((given, context): Matcher => {
    const parts = matcherParts.safeParse(given);
    const parsed = parseMatcher(parts.success ? renderMatcher(parts.data) : typeof given === 'string' ? given : '');
    if (parsed.ok) return parsed.matcher;
    context.addIssue({ code: 'custom', params: { word: 'bad-matcher' }, message: parsed.reason });
    return z.NEVER;
  })
  .meta({
    description: 'A condition on a label: its parts, or the same as text, such as `host=~"hv0[1-4]"`.',
    anyOf: [z.toJSONSchema(matcherParts), { type: 'string' }],
  });
const matchers = z
  .array(matcher)
  .max(mostMatchers)
  .refine((all) => all.length > 0, { params: { word: 'no-matcher' }, error: 'must have one matcher at least' });

const note = z.string().trim().max(1_000).default('');

export const ackBody = z.strictObject({ by: person, note });
export const acksBody = z.strictObject({
  fingerprints: z
    .array(z.string().min(1).max(100))
    .max(mostFingerprints)
    .refine((all) => all.length > 0, { params: { word: 'missing' }, error: 'must name one alert at least' }),
  by: person,
  note,
});
/** Of what is ended, undone or deleted: who did it. */
export const byBody = z.strictObject({ by: person });

const confirmed = z.boolean().default(false);
export const silenceBody = z.strictObject({
  matchers,
  startsAt: instant.optional(),
  endsAt: instant,
  createdBy: person,
  comment,
  confirmed,
});
export type SilenceBody = z.infer<typeof silenceBody>;
export const silenceChangeBody = z.strictObject({ endsAt: instant, comment, by: person });
export type SilenceChangeBody = z.infer<typeof silenceChangeBody>;
export const previewBody = z.strictObject({ matchers });

const name = required('no-name', 'must have a name', 100);
export const maintenanceBody = z.strictObject({ name, matchers, schedule: maintenanceSchedule, by: person, confirmed });
export type MaintenanceBody = z.infer<typeof maintenanceBody>;
export const maintenancePreviewBody = z.strictObject({ matchers, schedule: maintenanceSchedule });
