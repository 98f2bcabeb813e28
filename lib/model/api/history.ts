import { z } from 'zod';

const values = z.array(z.number().nullable());

/** Answer of `/api/v1/history`: one value per step of each series; null is a gap. Times are UTC milliseconds. */
export const apiHistory = z.object({
  subject: z.string(),
  /** Time of the first value; the others follow at every step. */
  from: z.number().int(),
  /** Time of the last value. */
  to: z.number().int(),
  stepMs: z.number().int(),
  series: z.array(
    z.object({
      /** Metric and labels, labels sorted. */
      series: z.string(),
      last: values,
      /** Smallest and largest since the time before; absent where they are the last value everywhere. */
      min: values.optional(),
      max: values.optional(),
    }),
  ),
});
export type ApiHistory = z.infer<typeof apiHistory>;
