import { z } from 'zod';
import { apiWindow } from './maintenance.ts';
import { apiSilence } from './silences.ts';

/** Answer of `POST /api/v1/alerts/{fingerprint}/ack`. */
export const apiAcked = z.object({
  ack: z.object({
    fingerprint: z.string(),
    by: z.string(),
    note: z.string(),
    /** UTC milliseconds. */
    at: z.number(),
  }),
});

/** Answer of `DELETE /api/v1/alerts/{fingerprint}/ack`. */
export const apiUnacked = z.object({ fingerprint: z.string() });

/** Answer of `POST /api/v1/alerts/ack`. */
export const apiAcks = z.object({
  acknowledged: z.array(z.string()),
  /** Fingerprints of which no alert is pending or firing now. */
  notActive: z.array(z.string()),
});

/** Answer to what makes, changes or ends a silence: as it is now. */
export const apiOneSilence = z.object({ silence: apiSilence });

/** Answer to what makes or changes a maintenance window: as it is now. */
export const apiOneWindow = z.object({ window: apiWindow });

/** Answer to what deletes something. */
export const apiDeleted = z.object({ id: z.string() });
