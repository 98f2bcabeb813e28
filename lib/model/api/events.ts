import { z } from 'zod';
import { fleetEventDetail } from '../fleet-event.ts';

/** Something that happened once (lib/model/fleet-event.ts). Names and details hold text of guests and hosts. */
export const apiEvent = z.object({
  id: z.number().int(),
  host: z.string(),
  collector: z.string(),
  vmId: z.string().nullable(),
  /** What the VM is called now, else what the event called it; null where neither says. */
  vm: z.string().nullable(),
  /** False where no host lists the VM any more: it has no page. */
  vmKnown: z.boolean(),
  /** A kind of this version, or one that another version wrote. */
  kind: z.string(),
  severity: z.string(),
  /** By the clock of the host, UTC milliseconds. */
  at: z.number(),
  /** When hvitals took it up, by its own clock. */
  seenAt: z.number(),
  detail: fleetEventDetail,
});
export type ApiEvent = z.infer<typeof apiEvent>;

/** Answer of `/api/v1/events`: newest first, at most `limit` of the request. */
export const apiEvents = z.object({
  revision: z.number().int(),
  events: z.array(apiEvent),
  /** What to ask with as `cursor` for those that are older; null where there are none. */
  next: z.string().nullable(),
  /** Id of the event that was taken up last, of all events: what comes from now on is asked for with it as `after`. 0 where there are none. */
  taken: z.number().int(),
});
export type ApiEvents = z.infer<typeof apiEvents>;
