import { z } from 'zod';

/** One that is told of alerts. Times are UTC milliseconds. */
export const apiReceiver = z.object({
  name: z.string(),
  kind: z.enum(['alertmanager', 'webhook', 'email']),
  /** Notifications that wait. */
  pending: z.number().int(),
  /** Notifications that it refused for good, as long as they are kept. */
  refused: z.number().int(),
  lastSuccessAt: z.number().nullable(),
  /** Stays to be seen after a success; may hold what the receiver wrote. */
  lastError: z.string().nullable(),
  lastErrorAt: z.number().nullable(),
  /** Idle: it was never tried. */
  state: z.enum(['ok', 'failing', 'idle']),
});
export type ApiReceiver = z.infer<typeof apiReceiver>;

/** Answer of `/api/v1/receivers`, by name. */
export const apiReceivers = z.object({ revision: z.number().int(), receivers: z.array(apiReceiver) });
export type ApiReceivers = z.infer<typeof apiReceivers>;
