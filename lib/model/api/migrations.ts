import { z } from 'zod';
import { type MigrationRange, migrationRangeNames } from '../migration-filter.ts';
import { migrationRecord } from '../migration-record.ts';

/** A migration with the name that its VM has now; null where no host lists the VM any more. Guest- or admin-controlled text. */
export const apiMigration = migrationRecord.extend({ name: z.string().nullable() });
export type ApiMigration = z.infer<typeof apiMigration>;

/** Answer of `/api/v1/migrations`: migrations that ended, or were last heard of, in the span, and those that run. */
export const apiMigrations = z.object({
  revision: z.number().int(),
  range: z.enum(migrationRangeNames as readonly [MigrationRange, ...MigrationRange[]]),
  /** The span, UTC milliseconds. */
  from: z.number(),
  to: z.number(),
  /** Names of all targets. */
  hosts: z.array(z.string()),
  /** Migrations that fit, and of them those that are listed: the newest, newest first. */
  total: z.number().int(),
  records: z.array(apiMigration),
  /** What to ask with as `cursor` for the next of them; null where there are none. */
  next: z.string().nullable(),
  /** More happened in the span than is gone through at once: what is older than this, UTC milliseconds, is missing or incomplete. */
  completeFrom: z.number().nullable(),
});
export type ApiMigrations = z.infer<typeof apiMigrations>;
