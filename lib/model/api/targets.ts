import { z } from 'zod';
import { outcomes } from '../outcome.ts';
import { apiSign } from './vital-sign.ts';

/** The last scrape of one collector on one host. Times are UTC milliseconds. `reason` may hold text from the host. */
export const apiScrape = z.object({
  collector: z.string(),
  outcome: z.enum(outcomes),
  reason: z.string().nullable(),
  finishedAt: z.number(),
  durationMs: z.number(),
  lastReadingAt: z.number().nullable(),
  failures: z.number().int(),
  nextRunAt: z.number(),
  intervalSeconds: z.number(),
  frameBytes: z.number().int(),
});

export const apiTarget = z.object({
  host: z.string(),
  transport: z.string(),
  address: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
  sign: apiSign,
  reachable: z.boolean(),
  scrapes: z.array(apiScrape),
});

/** Answer of `/api/v1/targets`. */
export const apiTargets = z.object({ revision: z.number().int(), targets: z.array(apiTarget) });
export type ApiTargets = z.infer<typeof apiTargets>;
export type ApiTarget = z.infer<typeof apiTarget>;
export type ApiScrape = z.infer<typeof apiScrape>;
