import { z } from 'zod';
import { parseOnce } from '#lib/model/parse-once.ts';

/** What a place held before a file came there of which it is not yet known whether it is another disk. */
const formerDisk = z.object({
  path: z.string(),
  diskId: z.string(),
  /** Null where it was not known. */
  virtualBytes: z.number().nullable(),
});
export type FormerDisk = z.infer<typeof formerDisk>;

/** What collector `disk` remembers of a host between scrapes. Plain JSON, kept in the store: 15 characters for each file. */
const diskState = z.object({
  /** Stamps (path and write time, 12 hex digits) of files whose type, format and chain stand in the readings: not asked again. */
  known: z.array(z.string()),
  /** The path at which the image service was asked last; files behind it are asked first. Null: all were asked. */
  after: z.string().nullable(),
  /** By VM and place. */
  waiting: z.record(z.string(), z.record(z.string(), formerDisk)),
});
export type DiskState = z.infer<typeof diskState>;

const emptyDiskState: DiskState = { known: [], after: null, waiting: {} };

/** The saved state, or an empty one where none was saved or another version wrote it: then every file is asked once more. */
export function readDiskState(saved: unknown): DiskState {
  return parse(saved) ?? emptyDiskState;
}

const parse = parseOnce(diskState);
