import { z } from 'zod';
import { migrationNetworks } from './migration-words.ts';

/*
 * Details of events of the group `migration`, as the collectors write them and lib/derive/correlate-migrations.ts reads them. Times
 * are UTC milliseconds by the clock of the host that the event stands under; those of `placed` by hvitals' own clock.
 */

/** What a job of Hyper-V moves; `unknown` where its type has no number that is known. */
export const migrationJobTypes = ['live', 'storage', 'live-and-storage', 'unknown'] as const;
export type MigrationJobType = (typeof migrationJobTypes)[number];

/** A migration job on its source host, seen while it ran or after its end. */
export const migrationJobDetail = z.object({
  source: z.literal('job'),
  job: z.string().max(512),
  type: z.enum(migrationJobTypes),
  /** The host as Hyper-V names it; none for storage alone. */
  destination: z.string().max(512).optional(),
  startedAt: z.number().optional(),
  /** Absent where Hyper-V did not say how long it took. */
  endedAt: z.number().optional(),
  network: z.enum(migrationNetworks).optional(),
  /** ErrorCode of Hyper-V, and its words. */
  code: z.number().optional(),
  reason: z.string().max(512).optional(),
});
export type MigrationJobDetail = z.infer<typeof migrationJobDetail>;

/** An event of the host's log about one VM's migration. */
export const migrationLogDetail = z.object({
  source: z.literal('log'),
  eventId: z.number(),
  /** Which end the host is, where the event says so. */
  side: z.enum(['source', 'destination']).optional(),
  /** Set where the event speaks of live migrations only. */
  live: z.boolean().optional(),
  blackoutSeconds: z.number().nonnegative().optional(),
  reason: z.string().max(512).optional(),
});
export type MigrationLogDetail = z.infer<typeof migrationLogDetail>;

/** hvitals saw the owner of a VM id go from one host to another. */
export const placedDetail = z.object({
  from: z.string().max(512),
  to: z.string().max(512),
  /** The move happened between the last reading of the old host that showed the VM there and this one. */
  notBefore: z.number(),
  notAfter: z.number(),
  /** Set where the start of the VM did not move: it was not started anew. Absent proves nothing. */
  keptRunning: z.boolean().optional(),
  /** Set where the old host was out of reach by then. */
  fromAway: z.boolean().optional(),
  /** Set where the new host held a replica of it before. */
  wasReplica: z.boolean().optional(),
});
export type PlacedDetail = z.infer<typeof placedDetail>;
