import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticate } from '#lib/auth/authenticate.ts';
import { readCredentials, renderCookie } from '#lib/auth/credentials.ts';
import { isSecret } from '#lib/auth/secret.ts';
import type { SessionLimits } from '#lib/auth/session.ts';
import { nobody } from '#lib/model/audit.ts';
import type { AuthStore } from '#lib/store/auth-store.ts';
import type { AccessGate } from './access-gate.ts';
import type { AuditNotes } from './audit-notes.ts';
import type { Methods } from './http-server.ts';
import { logInPath } from './refuse-request.ts';
import { contextOf } from './request-context.ts';

/** The longest that browsers keep a cookie (RFC 6265bis 5.5); each time the wall is opened it begins anew. */
const cookieSeconds = 400 * 86_400;
const prefix = '/wall-link/';

export interface WallLinkInput {
  readonly gate: AccessGate;
  readonly store: () => Promise<AuthStore>;
  readonly limits: SessionLimits;
  readonly notes: AuditNotes;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** `GET /wall-link/SECRET`: from then on this browser shows the wall. Undefined for other paths. Throws StoreError. */
export function findWallLinkHandler(input: WallLinkInput, path: string): Methods | undefined {
  if (!path.startsWith(prefix)) return undefined;
  const secret = path.slice(prefix.length);
  return { GET: (request, response) => openWall(input, secret, request, response) };
}

async function openWall(input: WallLinkInput, secret: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { gate, store, limits, notes, now, onError } = input;
  const { address, secure } = gate.clientOf(request);
  const credential = isSecret('wall-link', secret) ? ({ kind: 'wall-link', secret } as const) : ({ kind: 'malformed' } as const);
  const recognition = await authenticate([credential], { store: await store(), limits, now: now(), onError });
  // The address that led here holds the secret, and is told to nobody.
  const headers = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
  if (recognition.kind === 'unrecognised') {
    const refusal = { at: now(), actor: nobody, address, action: 'wall-link.open', target: '', reason: recognition.reason };
    await notes.refused(refusal);
    response.writeHead(303, { ...headers, location: `${logInPath}?why=wall-link` }).end();
    return;
  }
  const cookie = renderCookie('wall-link', secret, { secure, maxAgeSeconds: cookieSeconds });
  response.writeHead(303, { ...headers, location: '/wall', 'set-cookie': cookie }).end();
}

/** Lets the cookie of a wall link begin anew, so that a screen which is switched on now and then never loses it. */
export function renewWallCookie(gate: AccessGate, request: IncomingMessage, response: ServerResponse): void {
  const { secure } = gate.clientOf(request);
  if (contextOf(request).principal.kind !== 'wall-link') return;
  const link = readCredentials({ cookie: request.headers.cookie }, secure).find(({ kind }) => kind === 'wall-link');
  if (link?.kind !== 'wall-link') return;
  response.appendHeader('set-cookie', renderCookie('wall-link', link.secret, { secure, maxAgeSeconds: cookieSeconds }));
}
