import { z } from 'zod';
import { eventChannels } from '../host-event.ts';
import { migrationJobTypes } from '../migration-detail.ts';

/** A migration job that runs, as its source host lists it. Times are ISO 8601 by the clock of the host. */
export const migrationJob = z.object({
  /** Hyper-V's own id of the job. */
  job: z.string(),
  type: z.enum(migrationJobTypes),
  /** The other host as Hyper-V names it; absent for storage alone. */
  destination: z.string().optional(),
  percent: z.number().int().min(0).max(100).optional(),
  startedAt: z.iso.datetime().optional(),
});
export type MigrationJob = z.infer<typeof migrationJob>;

/** What a host says of one VM's migrations. A VM of which nothing is to be said has no reading. */
export const migrationReading = z.object({
  /** Running now; one at a time, as far as is known. */
  jobs: z.array(migrationJob).max(8),
  /** Its last migration from or to this host, where it failed less than a day ago. */
  failed: z
    .object({
      at: z.iso.datetime(),
      /** Number of the log's event, where one told it. */
      eventId: z.number().int().optional(),
      /** ErrorCode of the job, where that told it. */
      code: z.number().int().optional(),
      /** Words of the host. */
      reason: z.string().max(512).optional(),
      /** The host it was to go to. */
      destination: z.string().max(512).optional(),
      /** It was turned down before it began. */
      refused: z.boolean(),
    })
    .optional(),
});
export type MigrationReading = z.infer<typeof migrationReading>;

/** What a host says of migrations altogether. */
export const migrationHostReading = z.object({
  running: z.number().int().nonnegative(),
  /** Since hvitals watches this host; ISO 8601 by the clock of the host. */
  lastFinishedAt: z.iso.datetime().optional(),
  lastFailedAt: z.iso.datetime().optional(),
  /** Of the live migration that its log told of last. */
  lastBlackoutSeconds: z.number().nonnegative().optional(),
  logs: z.array(
    z.object({
      channel: z.enum(eventChannels),
      readable: z.boolean(),
      reason: z.string().max(500).optional(),
    }),
  ),
});
export type MigrationHostReading = z.infer<typeof migrationHostReading>;
