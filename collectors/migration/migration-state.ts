import { z } from 'zod';
import { eventBookmarks } from '#lib/model/event-bookmarks.ts';
import { parseOnce } from '#lib/model/parse-once.ts';

/** What collector `migration` remembers of a host between scrapes. Plain JSON, kept in the store. */
const migrationState = z.object({
  bookmarks: eventBookmarks,
  /** Jobs that the host listed in the last scrape, and how far each was told. */
  jobs: z.array(z.object({ job: z.string().max(512), told: z.enum(['running', 'ended']) })).max(256),
  /** ISO 8601 by the clock of the host. */
  lastFinishedAt: z.string().max(32).nullable(),
  lastFailedAt: z.string().max(32).nullable(),
  lastBlackoutSeconds: z.number().nonnegative().nullable(),
});
export type MigrationState = z.infer<typeof migrationState>;

/** The saved state; undefined where none was saved or another version wrote it. */
export const readMigrationState: (saved: unknown) => MigrationState | undefined = parseOnce(migrationState);
