import { z } from 'zod';

const count = z.number().int().nonnegative();

/** One alert in as few words as a screen at the other end of the room takes. Texts may hold what guests wrote, cut to a length. */
export const apiAlertName = z.object({
  severity: z.enum(['critical', 'warning', 'info']),
  summary: z.string(),
  /** Null where it is about no VM. */
  vm: z.string().nullable(),
  /** Where it is about a VM, the host on which that is now; null where it is about neither or not known. */
  host: z.string().nullable(),
  /** UTC milliseconds. */
  firingAt: z.number(),
});

/** Alerts that fire, of one site. */
export const apiAlertSite = z.object({
  /** The target label `site`; null for hosts that have none. */
  site: z.string().nullable(),
  /** True for alerts about no host, which concern every site. */
  everywhere: z.boolean(),
  /** Those that wait for somebody: nobody has acknowledged them, and nothing holds them back. */
  waiting: z.object({ critical: count, warning: count, info: count }),
  /** Those that fire and wait for nobody, by why. */
  held: z.object({ acknowledged: count, silenced: count, maintenance: count, inhibited: count }),
  /** The gravest of those that wait, of these the oldest; null where none waits. */
  first: apiAlertName.nullable(),
  /** When the newest critical one that waits began to fire, UTC milliseconds. */
  newestCriticalAt: z.number().nullable(),
});

/** Answer of `/api/v1/alerts/brief`: one entry for each site with something that fires. */
export const apiAlertBrief = z.object({
  revision: z.number().int(),
  /** When the rules were evaluated last, UTC milliseconds; null before the first time. */
  evaluatedAt: z.number().nullable(),
  sites: z.array(apiAlertSite),
});

export type ApiAlertName = z.infer<typeof apiAlertName>;
export type ApiAlertSite = z.infer<typeof apiAlertSite>;
export type ApiAlertBrief = z.infer<typeof apiAlertBrief>;
