import { z } from 'zod';
import { eventBookmarks } from '#lib/model/event-bookmarks.ts';

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
export function readPowerState(saved: unknown): PowerState | undefined {
  const parsed = powerState.safeParse(saved);
  return parsed.success ? parsed.data : undefined;
}
