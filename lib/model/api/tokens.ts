import { z } from 'zod';
import { roles } from '../role.ts';
import { apiWallLink } from './wall-links.ts';

/** What a program shows to be let in; the secret itself stands nowhere. */
export const apiToken = apiWallLink.extend({ role: z.enum(roles) });
export type ApiToken = z.infer<typeof apiToken>;

/** Answer of `GET /api/v1/tokens`, the oldest first. */
export const apiTokens = z.object({ tokens: z.array(apiToken) });
export type ApiTokens = z.infer<typeof apiTokens>;

/** Answer of `POST /api/v1/tokens`. */
export const apiNewToken = z.object({
  token: apiToken,
  /** Said this once: a program sends it as `Authorization: Bearer`. */
  secret: z.string(),
});
