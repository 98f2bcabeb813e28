import { isIP } from 'node:net';
import { z } from 'zod';
import { isLoopback } from './listen.ts';
import { secretFile } from './secret-file.ts';

const listen = z
  .string()
  .regex(
    /^(\[[0-9a-fA-F:]+\]|[^:\s]+):(\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/,
    'an address with a port up to 65535, such as 127.0.0.1:7480',
  );
const path = z.string().min(1);
const claimValues = z.array(z.string().min(1).max(500)).max(100).default([]);

/** Log-in at an identity provider by OpenID Connect; see docs/users.md. */
const oidc = z.strictObject({
  issuer: z
    .string()
    .max(2_000)
    .refine(isIssuer, 'must be the URL of the provider as it names itself, with https:// (http:// on this machine only)'),
  clientId: z.string().min(1).max(500),
  /** Without one hvitals is a public client, which PKCE alone protects. */
  clientSecret: secretFile.optional(),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'a scope, without blanks'))
    .max(20)
    .default(['openid', 'profile']),
  nameClaim: z.string().min(1).default('preferred_username'),
  roleClaim: z.string().min(1).default('groups'),
  /** Which values of the role claim give which role; `*` stands for everybody whom the provider lets in. The highest counts. */
  roles: z.strictObject({ viewer: claimValues, operator: claimValues, admin: claimValues }),
});
export type OidcConfig = z.infer<typeof oidc>;

/** Where and for whom the web app is. Every default is here. */
export const web = z.strictObject({
  listen: listen.default('127.0.0.1:7480'),
  /** The address by which browsers reach the app, where that is not `listen`. */
  externalUrl: z
    .string()
    .max(2_000)
    .refine(isOrigin, 'must be a URL of scheme, name and port alone, such as https://hvitals.example.com')
    .optional(),
  /** `auto`: not asked for where only this machine reaches the app, required everywhere else. */
  login: z.enum(['auto', 'required', 'none']).default('auto'),
  sessionIdleHours: z.number().positive().max(8_760).default(12),
  sessionDays: z.number().positive().max(366).default(30),
  /** Days that the audit is kept. */
  auditDays: z.number().int().min(1).max(3_650).default(400),
  /** Reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  trustProxy: z
    .array(z.string().refine(isAddressOrNetwork, 'must be an address or a network, such as 127.0.0.1 or 10.0.0.0/8'))
    .max(100)
    .default([]),
  tls: z.strictObject({ cert: path, key: path }).optional(),
  oidc: oidc.optional(),
});
export type WebConfig = z.infer<typeof web>;

/** Where and for whom the collectors' HTTP side is. `anonymous` leaves it open on an address that other machines can reach. */
export const metrics = z.strictObject({
  listen: listen.default('127.0.0.1:7481'),
  anonymous: z.boolean().default(false),
  bearer: secretFile.optional(),
});
export type MetricsConfig = z.infer<typeof metrics>;

/** OpenID Connect Discovery 1.0, 3: https, without query and fragment. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username, password } = new URL(text);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[(.*)\]$/, '$1')));
  return isSafe && `${search}${hash}${username}${password}` === '';
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && pathname === '/' && `${search}${hash}${username}${password}` === '';
}

/** An address, or a network in CIDR notation; not the network of all addresses, by which anybody could name any sender. */
function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
}
