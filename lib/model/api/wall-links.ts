import { z } from 'zod';

/** An address that shows the wall to whoever has it; the address itself stands nowhere. */
export const apiWallLink = z.object({
  id: z.string(),
  name: z.string(),
  /** How its secret begins, so that people can tell theirs. */
  shown: z.string(),
  /** Who made it. */
  createdBy: z.string(),
  /** UTC milliseconds. */
  createdAt: z.number(),
  /** UTC milliseconds; null where it holds until it is revoked. */
  expiresAt: z.number().nullable(),
  /** UTC milliseconds, to about a minute; null where it was never used. */
  usedAt: z.number().nullable(),
});
export type ApiWallLink = z.infer<typeof apiWallLink>;

/** Answer of `GET /api/v1/wall-links`, the oldest first. */
export const apiWallLinks = z.object({ links: z.array(apiWallLink) });
export type ApiWallLinks = z.infer<typeof apiWallLinks>;

/** Answer of `POST /api/v1/wall-links`. */
export const apiNewWallLink = z.object({
  link: apiWallLink,
  /** Said this once: a browser that opens it shows the wall from then on. */
  url: z.string(),
});
