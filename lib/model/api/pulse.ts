import { z } from 'zod';
import { apiFreshness } from './vital-sign.ts';

/** Answer of `/api/v1/pulse`: what the head of every page says, however large the fleet is. */
export const apiPulse = z.object({
  revision: z.number().int(),
  targets: z.number().int(),
  /** Targets that are not real. */
  simulated: z.number().int(),
  /** The reading that came last, of any collector on any host; null where nothing was read. */
  newest: apiFreshness.nullable(),
});
export type ApiPulse = z.infer<typeof apiPulse>;
