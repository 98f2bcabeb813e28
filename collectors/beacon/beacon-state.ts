import { z } from 'zod';
import { parseOnce } from '#lib/model/parse-once.ts';

/** What collector `beacon` remembers of a host between scrapes. Plain JSON, kept in the store. */
const beaconState = z.object({
  /** When the host was read last, UTC milliseconds of its own clock. */
  readAt: z.number(),
  /**
   * Seconds since the guest's start as its beacon said then, by VM id; null where it did not say. A VM that had no beacon in that
   * scrape, or was missing from it, is absent.
   */
  up: z.record(z.string(), z.number().nullable()),
});
export type BeaconState = z.infer<typeof beaconState>;

/** The saved state; undefined where none was saved or another version wrote it. */
export const readBeaconState: (saved: unknown) => BeaconState | undefined = parseOnce(beaconState);
