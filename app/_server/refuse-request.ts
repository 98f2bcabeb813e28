import type { IncomingMessage, ServerResponse } from 'node:http';
import { safeReturnPath } from '#lib/auth/return-path.ts';
import type { StoreError } from '#lib/store/store-error.ts';
import type { GateRefusal } from './access-gate.ts';
import { problemType, toProblem } from './problem-response.ts';

/** Where people log in. */
export const logInPath = '/login';

const sentences: Readonly<Record<GateRefusal, readonly [status: number, detail: string]>> = {
  'login-required': [401, 'Log in first, or send a token: authorization: Bearer hv_….'],
  'session-expired': [401, 'The session has ended: log in again.'],
  'token-not-valid': [401, 'This token is unknown, has run out, or was revoked.'],
  'role-too-low': [403, 'Your role does not allow this.'],
};

/** Whether a path is for programs, so that a refusal is one too. */
export function isForPrograms(path: string): boolean {
  // The description of the API is a page for people.
  return (path.startsWith('/api/') && path !== '/api/docs') || path.startsWith('/auth/');
}

/** Sends a refusal as problem+json. */
export function sendProblem(
  response: ServerResponse,
  [status, code, detail]: readonly [status: number, code: string, detail: string],
  headers: Readonly<Record<string, string>> = {},
): void {
  // A body that nobody reads must not be taken for the next request.
  const common = { 'content-type': problemType, 'cache-control': 'no-store', connection: 'close' };
  response.writeHead(status, { ...common, ...headers }).end(JSON.stringify(toProblem(status, code, detail)));
}

/** Answers a request that the gate refused, in the way that suits whoever asks. False where a page has to say it: 403 to somebody. */
export function sendRefusal(request: IncomingMessage, response: ServerResponse, path: string, reason: GateRefusal): boolean {
  const [status, detail] = sentences[reason];
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isForPrograms(path) || !isRead || (reason === 'token-not-valid' && status === 401)) {
    const challenge = `Bearer realm="hvitals"${reason === 'token-not-valid' ? ', error="invalid_token"' : ''}`;
    sendProblem(response, [status, reason, detail], status === 401 ? { 'www-authenticate': challenge } : {});
    return true;
  }
  if (status === 403) return false;
  const location = toLogIn(request.url ?? '/', reason);
  response.writeHead(303, { location, 'cache-control': 'no-store' }).end();
  return true;
}

function toLogIn(url: string, reason: GateRefusal): string {
  const to = new URL(safeReturnPath(url), 'http://hvitals.invalid');
  // Next's own parameter of a navigation; the address that a person sees has none.
  to.searchParams.delete('_rsc');
  const query = new URLSearchParams({ to: `${to.pathname}${to.search}` });
  if (reason === 'session-expired') query.set('why', reason);
  return `${logInPath}?${query}`;
}

/** Says that nobody can be let in because the store cannot be asked. */
export function sendNoStore(response: ServerResponse, path: string, error: StoreError): void {
  const detail = `The store cannot be asked who you are: ${error.advice}`;
  if (isForPrograms(path)) {
    sendProblem(response, [503, `store-${error.code}`, detail], { 'retry-after': '5' });
    return;
  }
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '5', refresh: '5' };
  response.writeHead(503, headers).end(`${detail}\n`);
}
