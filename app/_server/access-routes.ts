import * as ownPassword from '../api/v1/account/password/route.ts';
import { GET as getAccount } from '../api/v1/account/route.ts';
import * as ownSession from '../api/v1/account/sessions/[id]/route.ts';
import * as ownSessions from '../api/v1/account/sessions/route.ts';
import { GET as getAudit } from '../api/v1/audit/route.ts';
import * as token from '../api/v1/tokens/[id]/route.ts';
import * as tokens from '../api/v1/tokens/route.ts';
import * as userPassword from '../api/v1/users/[id]/password/route.ts';
import * as user from '../api/v1/users/[id]/route.ts';
import * as userSessions from '../api/v1/users/[id]/sessions/route.ts';
import * as users from '../api/v1/users/route.ts';
import * as wallLink from '../api/v1/wall-links/[id]/route.ts';
import * as wallLinks from '../api/v1/wall-links/route.ts';

type Route = (request: Request) => Promise<Response>;
type Context = { readonly params: Promise<{ readonly id: string }> };
type IdRoute = (request: Request, context: Context) => Promise<Response>;
type RoutesOf<OneRoute> = Readonly<Partial<Record<'GET' | 'POST' | 'PUT' | 'DELETE', OneRoute>>>;

/** Routes of users, tokens, wall links, audit and one's own account, below `/api/v1`. */
export const accessRoutes: readonly (readonly [path: string, routes: RoutesOf<Route>])[] = [
  ['/api/v1/users', users],
  ['/api/v1/tokens', tokens],
  ['/api/v1/wall-links', wallLinks],
  ['/api/v1/audit', { GET: getAudit }],
  ['/api/v1/account', { GET: getAccount }],
  ['/api/v1/account/password', ownPassword],
  ['/api/v1/account/sessions', ownSessions],
];

/** The same with the id of one as a part of the path. */
export const accessIdRoutes: readonly (readonly [pattern: RegExp, routes: RoutesOf<IdRoute>])[] = [
  [/^\/api\/v1\/users\/([\w-]{1,100})$/, user],
  [/^\/api\/v1\/users\/([\w-]{1,100})\/password$/, userPassword],
  [/^\/api\/v1\/users\/([\w-]{1,100})\/sessions$/, userSessions],
  [/^\/api\/v1\/tokens\/([\w-]{1,100})$/, token],
  [/^\/api\/v1\/wall-links\/([\w-]{1,100})$/, wallLink],
  [/^\/api\/v1\/account\/sessions\/([\w-]{1,100})$/, ownSession],
];
