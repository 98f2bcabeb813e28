import { z } from 'zod';

const eventBookmark = z.object({
  /** Number of the record up to which a channel has been read; 0 where it was empty when it was read first. */
  recordId: z.number().int().nonnegative(),
  /** Its time as the host wrote it, UTC with milliseconds: another record under this number is told by it. */
  at: z.string().max(32),
  /** When the channel was read first, UTC milliseconds of the host's clock: what is older happened before anybody watched. */
  since: z.number(),
  /** True while the channel has been empty since it was read up to here. */
  emptied: z.boolean(),
});
export type EventBookmark = z.infer<typeof eventBookmark>;

/** Schema of the bookmarks of a host. */
export const eventBookmarks = z.record(z.string().max(128), eventBookmark);
/** How far each channel of a host has been read, by its name. What a collector saves as its state. */
export type EventBookmarks = z.infer<typeof eventBookmarks>;

/** The saved bookmarks; undefined where none were saved or another version wrote them. */
export function readEventBookmarks(saved: unknown): EventBookmarks | undefined {
  const parsed = eventBookmarks.safeParse(saved);
  return parsed.success ? parsed.data : undefined;
}
