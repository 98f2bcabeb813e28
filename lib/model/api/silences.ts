import { z } from 'zod';

/** One condition on a label, as in lib/alerting/matcher.ts. */
export const apiMatcher = z.object({ name: z.string(), op: z.enum(['=', '!=', '=~', '!~']), value: z.string() });
export type ApiMatcher = z.infer<typeof apiMatcher>;

/** A silence; its state follows from its times (UTC milliseconds). */
export const apiSilence = z.object({
  id: z.string(),
  matchers: z.array(apiMatcher),
  startsAt: z.number(),
  endsAt: z.number(),
  createdBy: z.string(),
  comment: z.string(),
  createdAt: z.number(),
  /** Alerts that its matchers hit now, whether or not it has begun; 0 once it is over. */
  hits: z.number().int(),
});
export type ApiSilence = z.infer<typeof apiSilence>;

/** Answer of `/api/v1/silences`: those that end last first. */
export const apiSilences = z.object({ revision: z.number().int(), silences: z.array(apiSilence) });
export type ApiSilences = z.infer<typeof apiSilences>;

/** An alert in a preview. Texts may hold what guests wrote. */
export const apiHit = z.object({
  fingerprint: z.string(),
  rule: z.string(),
  severity: z.string(),
  status: z.enum(['pending', 'firing']),
  summary: z.string(),
});

/** Answer of `POST /api/v1/silences/preview`: what matchers hit now. */
export const apiHits = z.object({
  count: z.number().int(),
  /** The first 50. */
  alerts: z.array(apiHit),
  /** They leave next to nothing out. */
  matchesEverything: z.boolean(),
});
export type ApiHits = z.infer<typeof apiHits>;
