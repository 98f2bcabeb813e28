import { z } from 'zod';
import { parseOnce } from '#lib/model/parse-once.ts';
import { kvpProblems } from '#lib/model/readings/kvp.ts';

/**
 * What collector `kvp` remembers of a host between scrapes, by VM id and then by block; a VM or block without anything to remember
 * is absent. Plain JSON, kept in the store.
 */
const kvpState = z.object({
  /** Hash of the items that the reading holds; the host leaves out items with this hash. */
  known: z.record(z.string(), z.record(z.string(), z.string())),
  /** What was wrong with those items: a reading names problems of all blocks together. */
  problems: z.record(z.string(), z.record(z.string(), z.array(z.enum(kvpProblems)))),
  /** [key, value] of a block whose guest went silent, so that it can come back with equal values without a line of history. */
  silent: z.record(z.string(), z.record(z.string(), z.array(z.tuple([z.string(), z.string()])))),
});
export type KvpState = z.infer<typeof kvpState>;

const emptyKvpState: KvpState = { known: {}, problems: {}, silent: {} };

/** The saved state, or an empty one where none was saved or another version wrote it: then all items come once more. */
export function readKvpState(saved: unknown): KvpState {
  return parse(saved) ?? emptyKvpState;
}

const parse = parseOnce(kvpState);
