import { z } from 'zod';
import { apiHits, apiMatcher } from './silences.ts';

/** When a window is open, as in lib/alerting/maintenance.ts. Times are UTC milliseconds; Monday is 1. */
export const apiSchedule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('once'), startsAt: z.number(), endsAt: z.number() }),
  z.object({
    kind: z.literal('weekly'),
    weekdays: z.array(z.number().int()),
    start: z.string(),
    durationMinutes: z.number().int(),
    zone: z.string(),
  }),
]);
export type ApiSchedule = z.infer<typeof apiSchedule>;

const apiOpening = z.object({ startsAt: z.number(), endsAt: z.number() });
export type ApiOpening = z.infer<typeof apiOpening>;

export const apiWindow = z.object({
  id: z.string(),
  name: z.string(),
  matchers: z.array(apiMatcher),
  schedule: apiSchedule,
  createdBy: z.string(),
  createdAt: z.number(),
  /** The opening of now, null while it is closed, and the first one after now, null where none will be. */
  open: apiOpening.nullable(),
  next: apiOpening.nullable(),
  /** Alerts that its matchers hit now, open or not. */
  hits: z.number().int(),
});
export type ApiWindow = z.infer<typeof apiWindow>;

/** Answer of `/api/v1/maintenance`, oldest first. */
export const apiMaintenance = z.object({ revision: z.number().int(), windows: z.array(apiWindow) });
export type ApiMaintenance = z.infer<typeof apiMaintenance>;

/** Answer of `POST /api/v1/maintenance/preview`: what it would hit now, and when it would be open. */
export const apiMaintenancePreview = apiHits.extend({ openings: z.array(apiOpening) });
export type ApiMaintenancePreview = z.infer<typeof apiMaintenancePreview>;
