import { z } from 'zod';

/** Something that happened to an alert, or that people did about alerts. Labels and details may hold what guests wrote. */
export const apiAlertEvent = z.object({
  id: z.number().int(),
  at: z.number(),
  /** '' where it is about no single alert, such as a silence. */
  fingerprint: z.string(),
  rule: z.string(),
  severity: z.string(),
  kind: z.string(),
  labels: z.record(z.string(), z.string()),
  detail: z.unknown(),
});
export type ApiAlertEvent = z.infer<typeof apiAlertEvent>;

/** Answer of `/api/v1/alert-events`, newest first. */
export const apiAlertEvents = z.object({
  revision: z.number().int(),
  events: z.array(apiAlertEvent),
  /** What to ask with as `cursor` for those that are older; null where there are none. */
  next: z.string().nullable(),
});
export type ApiAlertEvents = z.infer<typeof apiAlertEvents>;
