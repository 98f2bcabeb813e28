import { isSecret, type SecretKind } from './secret.ts';

/** What a request shows to be let in. */
export type Credential =
  | { readonly kind: Exclude<SecretKind, 'attempt'>; readonly secret: string }
  | { readonly kind: 'malformed' };

/** Names of the cookies. A browser takes `__Host-` only from us ourselves, over TLS, for every path (RFC 6265bis 4.1.3.2). */
const cookieNames = { session: 'hvitals_session', 'wall-link': 'hvitals_wall', attempt: 'hvitals_oidc' } as const;
export type CookieKind = keyof typeof cookieNames;

const longestHeader = 8_192;

/**
 * Reads the headers `Authorization` and `Cookie`: what is there, in the order in which it counts. A program that shows a token means that
 * and nothing else. A wall whose browser also had a session goes on by its link when the session has ended. Pure.
 */
export function readCredentials(
  headers: { readonly authorization?: string | undefined; readonly cookie?: string | undefined },
  secure: boolean,
): readonly Credential[] {
  const { authorization, cookie = '' } = headers;
  if (authorization !== undefined) return [toCredential('token', parseBearer(authorization) ?? '')];
  return (['session', 'wall-link'] as const).flatMap((kind) => {
    const secret = readCookie(cookie, cookieName(kind, secure));
    return secret === undefined ? [] : [toCredential(kind, secret)];
  });
}

function toCredential(kind: Exclude<SecretKind, 'attempt'>, secret: string): Credential {
  return isSecret(kind, secret) ? { kind, secret } : { kind: 'malformed' };
}

/** The token of `Authorization: Bearer …` (RFC 6750 2.1), or undefined. */
export function parseBearer(authorization: string): string | undefined {
  if (authorization.length > longestHeader) return undefined;
  return /^bearer +([A-Za-z0-9\-._~+/]+=*) *$/i.exec(authorization)?.[1];
}

export function cookieName(kind: CookieKind, secure: boolean): string {
  return secure ? `__Host-${cookieNames[kind]}` : cookieNames[kind];
}

/** The secret of a log-in at a provider that this browser has begun, see `pending-log-ins.ts`. */
export function readAttemptCookie(cookie: string | undefined, secure: boolean): string | undefined {
  const secret = readCookie(cookie ?? '', cookieName('attempt', secure));
  return secret !== undefined && isSecret('attempt', secret) ? secret : undefined;
}

function readCookie(header: string, name: string): string | undefined {
  if (header.length > longestHeader) return undefined;
  const found = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`));
  // Two of one name: somebody has planted one, and nobody can say which.
  return found.length === 1 ? found[0]?.slice(name.length + 1) : undefined;
}

export interface CookieOptions {
  /** Whether the browser reached us by https, here or at the proxy. */
  readonly secure: boolean;
  /** Seconds; 0 takes the cookie away. */
  readonly maxAgeSeconds: number;
}

/**
 * A `Set-Cookie` header. Scripts cannot read it and no other site's request carries it. A session is `Lax`, so that a link in a mail opens
 * the page that it names; writes are guarded besides, see `csrf.ts`.
 */
export function renderCookie(kind: CookieKind, value: string, { secure, maxAgeSeconds }: CookieOptions): string {
  const parts = [`${cookieName(kind, secure)}=${value}`, 'Path=/', `Max-Age=${maxAgeSeconds}`, 'HttpOnly', 'SameSite=Lax'];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}
