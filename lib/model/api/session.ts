import { z } from 'zod';
import { permissions, roles } from '../role.ts';

/** `GET /api/v1/session`: who asks, and what they may do. No secret stands in it that opens anything by itself. */
export const apiSession = z.object({
  /** Always 0: nothing of it stands in the fleet's data. */
  revision: z.number().int(),
  /** Whether this hvitals asks who somebody is. */
  login: z.enum(['required', 'none']),
  kind: z.enum(['user', 'token', 'wall-link', 'open']),
  /** Of the user, token or wall link; empty where nobody is asked. */
  name: z.string(),
  /** Null for a wall link. */
  role: z.enum(roles).nullable(),
  permissions: z.array(z.enum(permissions)),
  /** What every write of this session sends as `x-hvitals-csrf`; null where none is needed. */
  csrfToken: z.string().nullable(),
});
export type ApiSession = z.infer<typeof apiSession>;
