import { z } from 'zod';
import { roles } from '../role.ts';

/** Somebody who may log in. */
export const apiUser = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  disabled: z.boolean(),
  /** The identity provider that says who this is; null for a user with a password. */
  issuer: z.string().nullable(),
  /** UTC milliseconds. */
  createdAt: z.number(),
  /** UTC milliseconds; null where it has never been. */
  loggedInAt: z.number().nullable(),
  /** Log-ins that last. */
  sessions: z.number().int(),
});
export type ApiUser = z.infer<typeof apiUser>;

/** Answer of `GET /api/v1/users`, by name. */
export const apiUsers = z.object({ users: z.array(apiUser) });
export type ApiUsers = z.infer<typeof apiUsers>;

/** Answer to what adds or changes a user: as it is now. */
export const apiOneUser = z.object({ user: apiUser });

/** Answer to what ends sessions. */
export const apiEnded = z.object({
  /** How many there were. */
  ended: z.number().int(),
});
