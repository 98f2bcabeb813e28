import { z } from 'zod';
import { roles } from '../role.ts';

/** A log-in that lasts. */
export const apiOwnSession = z.object({
  /** The beginning of a digest: it opens nothing. */
  id: z.string(),
  /** The one that asks. */
  isCurrent: z.boolean(),
  /** UTC milliseconds. */
  createdAt: z.number(),
  /** The last request, UTC milliseconds, to about a minute. */
  seenAt: z.number(),
  /** Where it was begun from. */
  address: z.string(),
  /** As the browser named itself. */
  userAgent: z.string(),
});
export type ApiOwnSession = z.infer<typeof apiOwnSession>;

/** Answer of `GET /api/v1/account`: the user who asks. */
export const apiAccount = z.object({
  name: z.string(),
  role: z.enum(roles),
  /** The identity provider that says who this is; null for a user with a password. */
  issuer: z.string().nullable(),
  /** UTC milliseconds. */
  createdAt: z.number(),
  /** Last seen first. */
  sessions: z.array(apiOwnSession),
});
export type ApiAccount = z.infer<typeof apiAccount>;

/** Answer of `PUT /api/v1/account/password`. */
export const apiPasswordChanged = z.object({ changed: z.literal(true) });
