import { z } from 'zod';
import { eventBookmarks } from '#lib/model/event-bookmarks.ts';
import { parseOnce } from '#lib/model/parse-once.ts';

const counts = z.record(z.string().max(128), z.number().int().nonnegative());

/** What collector `power` remembers of a host between scrapes. Plain JSON, kept in the store. */
const powerState = z.object({
  bookmarks: eventBookmarks,
  /** Gaps by channel, and events of unknown numbers by channel and number, since hvitals watches. */
  gaps: counts,
  unknown: z.record(z.string().max(128), counts),
});
export type PowerState = z.infer<typeof powerState>;

/** The saved state; undefined where none was saved or another version wrote it. */
export const readPowerState: (saved: unknown) => PowerState | undefined = parseOnce(powerState);
