import { z } from 'zod';
import { type PowerRange, powerRangeNames } from '../power-range.ts';
import { apiEvent } from './events.ts';
import { apiMigration } from './migrations.ts';
import { apiFreshness } from './vital-sign.ts';

/**
 * Answer of `/api/v1/vms/{vmId}/power`: what is told of the power and the moves of one VM over a span. Times are UTC milliseconds,
 * corrected by the offset of the host's clock where that is known, and never later than hvitals took them up.
 */
export const apiVmPower = z.object({
  revision: z.number().int(),
  range: z.enum(powerRangeNames as readonly [PowerRange, ...PowerRange[]]),
  /** Of power, and where hvitals saw the VM come to another host; the last one before the span among them. Newest first. */
  events: z.array(apiEvent),
  /** As in `/api/v1/migrations`. */
  migrations: z.array(apiMigration),
  /** Records that a log no longer held when it was to be read, of the hosts on which the VM was. */
  gaps: z.array(z.object({ host: z.string(), from: z.number(), to: z.number() })),
  /** From then on events are told; null where nothing says so. */
  knownFrom: z.number().nullable(),
  /** More happened than is gone through at once: what is older than this is missing. */
  completeFrom: z.number().nullable(),
  present: z.object({
    host: z.string(),
    /** It has been there since then, or since earlier. */
    hereSince: z.number(),
    /** Null where the reading has none that is known. */
    state: z.enum(['running', 'paused', 'saved', 'off']).nullable(),
    /** When it became so, where Hyper-V says it. */
    since: z.number().nullable(),
    /** It has been so since then, or since earlier. */
    provenSince: z.number(),
    changedAt: z.number(),
    freshness: apiFreshness,
    /** The event logs of its host are read. */
    watched: z.boolean(),
  }),
});
export type ApiVmPower = z.infer<typeof apiVmPower>;
