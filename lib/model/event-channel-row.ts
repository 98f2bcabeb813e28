import { z } from 'zod';
import { optionalCount, optionalText } from './record-fields.ts';

/** How the reading of one channel ended. `more`: there are events behind the bookmark, which the next call reads. */
export const channelOutcomes = [
  'ok',
  'more',
  'cleared',
  'rolled-over',
  'reset',
  'unsupported',
  'access-denied',
  'error',
] as const;
export type ChannelOutcome = (typeof channelOutcomes)[number];

const recordId = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const time = z.iso.datetime({ offset: true });

/** One channel of a record. Its events are read one by one, so that a broken one costs only itself. */
export const eventChannelRow = z.object({
  channel: z.string(),
  outcome: z.enum(channelOutcomes),
  reason: optionalText,
  bookmark: z
    .object({ recordId, at: time })
    .nullish()
    .transform((bookmark) => bookmark ?? undefined),
  /** The oldest record that is not before the bookmark; without a bookmark, the oldest that was read. */
  oldestRecordId: optionalCount,
  /** The newest record that was seen. */
  newestRecordId: optionalCount,
  /** Records between the bookmark and the oldest one, where the numbers say so. */
  missed: optionalCount,
  events: z.array(z.unknown()).nullish(),
  unknown: z.record(z.string(), z.number().int().positive()).nullish(),
});
export type EventChannelRow = z.infer<typeof eventChannelRow>;

/** One event of a channel. */
export const eventRow = z.object({
  recordId,
  id: z.number().int().min(0).max(65_535),
  at: time,
  sid: optionalText,
  fields: z.record(z.string(), z.unknown()).nullish(),
});
