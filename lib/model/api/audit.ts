import { z } from 'zod';
import { actorKinds } from '../audit.ts';

/** One thing that somebody did, or was not let do. Names and details hold what people typed. */
export const apiAuditEntry = z.object({
  id: z.number().int(),
  /** UTC milliseconds. */
  at: z.number(),
  actor: z.object({
    kind: z.enum(actorKinds),
    /** Of the user, token or wall link; empty where there is none. */
    id: z.string(),
    /** It was right when it was written: who it names may be gone. */
    name: z.string(),
  }),
  /** Where the request came from; empty on the command line of hvitals. */
  address: z.string(),
  /** What it is about, then the verb, such as `user.add`. */
  action: z.string(),
  /** What it was done to, such as the name of a user. */
  target: z.string(),
  outcome: z.enum(['done', 'refused']),
  /** Why it was refused, in one word; empty where it was done. */
  reason: z.string(),
  /** Facts of this action. */
  detail: z.record(z.string(), z.unknown()),
});
export type ApiAuditEntry = z.infer<typeof apiAuditEntry>;

/** Answer of `GET /api/v1/audit`: newest first. */
export const apiAudit = z.object({
  entries: z.array(apiAuditEntry),
  /** What to ask with as `cursor` for those that are older; null where there are none. */
  next: z.string().nullable(),
});
export type ApiAudit = z.infer<typeof apiAudit>;
