import { z } from 'zod';

/** The three blocks of KVP items that a host can read (hyperv-facts.md 1.1, 1.2). */
export const kvpBlocks = ['intrinsic', 'guest', 'host'] as const;
export type KvpBlock = (typeof kvpBlocks)[number];

/** One key-value pair. Key and value are guest-controlled text (except in `host`): escape on output, never trust. */
export const kvpItem = z.object({
  key: z.string(),
  value: z.string(),
  /** How many more items carried the same key; the last one is shown. */
  duplicates: z.number().int().positive().optional(),
  /** The value was longer than the limit and is cut. */
  truncated: z.literal(true).optional(),
});
export type KvpItem = z.infer<typeof kvpItem>;

/** What was wrong with a VM's items, as words that the finding `kvp-hostile` can name. */
export const kvpProblems = [
  'malformed-item',
  'duplicate-key',
  'value-too-long',
  'key-too-long',
  'too-many-items',
  'control-characters',
  'invalid-unicode',
] as const;
export type KvpProblem = (typeof kvpProblems)[number];

/** Data exchange of one VM. Blocks are sorted by key; empty where the guest's daemon does not answer. */
export const kvpReading = z.object({
  enabled: z.boolean().optional(),
  /** OperationalStatus[0] of the KVP component; 12 = no contact, no daemon runs. Absent without a runtime row. */
  primary: z.number().int().optional(),
  intrinsic: z.array(kvpItem),
  guest: z.array(kvpItem),
  host: z.array(kvpItem),
  /**
   * The host's own count of a block's items, set only where it differs from the items shown plus their duplicates:
   * items were malformed or beyond the limits.
   */
  counts: z.partialRecord(z.enum(kvpBlocks), z.number().int().nonnegative()).optional(),
  problems: z.array(z.enum(kvpProblems)),
});
export type KvpReading = z.infer<typeof kvpReading>;
