import { z } from 'zod';
import { migrationKinds, migrationNetworks, migrationResults } from './migration-words.ts';

/**
 * One migration of one VM, joined from what all hosts said of it (lib/derive/correlate-migrations.ts). What nobody said is absent,
 * never guessed. Times are UTC milliseconds, corrected by the offset of the host's clock where that is known.
 */
export const migrationRecord = z.object({
  /** VM id and smallest event id of the evidence: stays the same while evidence is added. */
  id: z.string(),
  vmId: z.string(),
  kind: z.enum(migrationKinds),
  result: z.enum(migrationResults),
  /** Target names where the host is monitored, otherwise the name as Hyper-V told it: escape on output. */
  fromHost: z.string().optional(),
  toHost: z.string().optional(),
  /**
   * Target names of hosts whose logs tell of it, and so were an end, without saying which; only where neither end is known otherwise.
   */
  witnesses: z.array(z.string()).min(1).optional(),
  startedAt: z.number().optional(),
  finishedAt: z.number().optional(),
  /** How long the VM stood still at the switch, as the host measured it. */
  blackoutSeconds: z.number().nonnegative().optional(),
  network: z.enum(migrationNetworks),
  /** 0 to 100, only while it runs. */
  percent: z.number().min(0).max(100).optional(),
  /** Why it failed, or was refused, in the words of the host: escape on output. */
  reason: z.string().optional(),
  /** When it is shown in a list: the end, else the start, else the earliest event. */
  at: z.number(),
  /** Ids of the stored events that it rests on, ascending. */
  evidence: z.array(z.number().int()).min(1),
});
export type MigrationRecord = z.infer<typeof migrationRecord>;
