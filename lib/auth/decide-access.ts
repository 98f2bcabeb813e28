import { mayDo } from './permissions.ts';
import { type Principal, rankOf } from './principal.ts';

/** Whether a request for a path may go on, or why not. */
export type Access = { readonly kind: 'open' } | { readonly kind: 'refused'; readonly reason: 'login-required' | 'role-too-low' };

/** What anybody may have: signs of life, the way in, and files that are the same for everyone. */
const openPaths: ReadonlySet<string> = new Set(['/healthz', '/login', '/favicon.ico', '/icon.svg']);
const openPrefixes = ['/_next/static/', '/auth/', '/wall-link/'];

/** The wall and what feeds it, and who one is: all that a wall link opens. */
const wallPaths: ReadonlySet<string> = new Set(['/wall', '/api/v1/wall', '/api/v1/stream', '/api/v1/session']);

/** Pages and APIs about log-in itself, beyond what everyone with a role sees. */
const guarded = [
  { prefix: '/users', permission: 'manage-users' },
  { prefix: '/api/v1/users', permission: 'manage-users' },
  { prefix: '/tokens', permission: 'manage-tokens' },
  { prefix: '/api/v1/tokens', permission: 'manage-tokens' },
  { prefix: '/wall-links', permission: 'manage-wall-links' },
  { prefix: '/api/v1/wall-links', permission: 'manage-wall-links' },
  { prefix: '/audit', permission: 'see-audit' },
  { prefix: '/api/v1/audit', permission: 'see-audit' },
] as const;

/**
 * Whether this principal may look at a path; undefined is nobody. It is asked before anything else sees the request, and what it does not
 * know takes the right to view. What a write takes beyond that is decided where the write is done. Pure.
 * @param path the path that the router will see: decoded once, without query, without `//` and dot segments
 */
export function decideAccess(principal: Principal | undefined, path: string): Access {
  if (openPaths.has(path) || openPrefixes.some((prefix) => path.startsWith(prefix))) return { kind: 'open' };
  if (principal === undefined) return { kind: 'refused', reason: 'login-required' };
  const permission = wallPaths.has(path)
    ? 'view-wall'
    : (guarded.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`))?.permission ?? 'view');
  return mayDo(rankOf(principal), permission) ? { kind: 'open' } : { kind: 'refused', reason: 'role-too-low' };
}
