import { z } from 'zod';

/** An alert that is pending or firing. Texts may hold what guests wrote. Times are UTC milliseconds. */
export const apiAlert = z.object({
  fingerprint: z.string(),
  status: z.enum(['pending', 'firing']),
  summary: z.string(),
  description: z.string(),
  labels: z.record(z.string(), z.string()),
  /** Null where it is no number. */
  value: z.number().nullable(),
  activeAt: z.number(),
  firingAt: z.number().nullable(),
});
export type ApiAlert = z.infer<typeof apiAlert>;

/** The alerts of one rule: how many there are, and the first of them, firing ones first, oldest first. */
export const apiAlertGroup = z.object({
  rule: z.string(),
  severity: z.enum(['critical', 'warning', 'info']),
  firing: z.number().int(),
  pending: z.number().int(),
  /** Since when the oldest holds. */
  since: z.number(),
  alerts: z.array(apiAlert),
});
export type ApiAlertGroup = z.infer<typeof apiAlertGroup>;

/** Answer of `/api/v1/alerts`: groups with something firing first, then by severity and age. */
export const apiAlerts = z.object({ revision: z.number().int(), groups: z.array(apiAlertGroup) });
export type ApiAlerts = z.infer<typeof apiAlerts>;
