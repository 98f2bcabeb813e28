import { z } from 'zod';

/** A message of the English catalogue with its values; a value may be a message itself. Values may be guest-controlled text. */
export const apiMessage = z.object({
  key: z.string(),
  get params() {
    return z.record(z.string(), z.union([z.string(), z.number(), apiMessage])).optional();
  },
});

export const apiLevel = z.enum(['critical', 'warning', 'unknown', 'info', 'ok', 'none']);

/** UTC milliseconds, intervals in seconds; null where nothing was read. */
export const apiFreshness = z.object({
  readAt: z.number().nullable(),
  intervalSeconds: z.number().nullable(),
  failures: z.number().int(),
});

/** One judged sign. */
export const apiSign = z.object({
  level: apiLevel,
  word: apiMessage,
  detail: z.array(apiMessage),
  guestText: z.string().optional(),
});

/** A sign with the age of its reading. */
export const apiTimedSign = z.object({ ...apiSign.shape, freshness: apiFreshness });
