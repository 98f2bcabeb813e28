import { z } from 'zod';

/** What people did about an alert, and what else keeps it from being told. Times are UTC milliseconds. */
export const apiStanding = z.object({
  ack: z.object({ by: z.string(), note: z.string(), at: z.number() }).nullable(),
  /** The silence that ends last of those that are active and hit it. */
  silence: z.object({ id: z.string(), endsAt: z.number(), createdBy: z.string(), comment: z.string() }).nullable(),
  /** The maintenance window that closes last of those that are open and hit it. */
  window: z.object({ id: z.string(), name: z.string(), endsAt: z.number() }).nullable(),
  /** Its host is paused or drained by its cluster. */
  drainedHost: z.string().nullable(),
  /** Its host is out of reach, which is an alert of its own. */
  inhibitedBy: z.string().nullable(),
});
export type ApiStanding = z.infer<typeof apiStanding>;

/** An alert that is pending or firing. Texts may hold what guests wrote. Times are UTC milliseconds. */
export const apiAlert = z.object({
  fingerprint: z.string(),
  status: z.enum(['pending', 'firing']),
  summary: z.string(),
  description: z.string(),
  labels: z.record(z.string(), z.string()),
  /** Where its subject is now, where that is no label of it. */
  host: z.string().nullable(),
  standing: apiStanding,
  /** Null where it is no number. */
  value: z.number().nullable(),
  activeAt: z.number(),
  firingAt: z.number().nullable(),
});
export type ApiAlert = z.infer<typeof apiAlert>;

/** The alerts of one rule: how many there are, and the first of them: firing ones first, then those that nobody has acknowledged, oldest first. */
export const apiAlertGroup = z.object({
  rule: z.string(),
  severity: z.enum(['critical', 'warning', 'info']),
  firing: z.number().int(),
  pending: z.number().int(),
  acknowledged: z.number().int(),
  /** Those of which nobody is told for another reason: silenced, under maintenance, held back by their host. */
  held: z.number().int(),
  /** Since when the oldest holds. */
  since: z.number(),
  alerts: z.array(apiAlert),
});
export type ApiAlertGroup = z.infer<typeof apiAlertGroup>;

/** Answer of `/api/v1/alerts`: groups with something firing first, then by severity and age. */
export const apiAlerts = z.object({ revision: z.number().int(), groups: z.array(apiAlertGroup) });
export type ApiAlerts = z.infer<typeof apiAlerts>;
