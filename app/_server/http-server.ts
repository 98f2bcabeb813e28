import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import type { Listen } from '#lib/config/listen.ts';
import { StoreError } from '#lib/store/store-error.ts';
import { type AccessGate, openGate } from './access-gate.ts';
import { canonicalPath } from './canonical-path.ts';
import { pathHeader } from './path-header.ts';
import { problemType, toProblem } from './problem-response.ts';
import { isForPrograms, sendNoStore, sendProblem, sendRefusal } from './refuse-request.ts';
import { checkHost, type HostCheck, securityHeaders } from './request-guard.ts';
import { setSessionHeader } from './session-header.ts';
import { toApiSession } from './to-api-session.ts';

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
/** Who answers a path, by method; HEAD as GET where nobody else does. */
export type Methods = Readonly<Partial<Record<'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE', RequestHandler>>>;

/** The server could not start. The message is one sentence for the person at the terminal. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
  }
}

interface HttpServerInput {
  /** What the server answers itself, by path: the API, and what is hot or lasts long. A handler alone answers GET. */
  readonly own?: { readonly get: (path: string) => RequestHandler | Methods | undefined };
  /** Everything else, which is only to be read: nothing is written by way of Next. */
  readonly pages: RequestHandler;
  /** Told of requests that threw. */
  readonly onError: (error: unknown, path: string | undefined) => void;
  /** Who may come in. Without one everybody may. */
  readonly gate?: AccessGate;
  /** Which names of this server a browser may have asked for. */
  readonly hosts?: HostCheck;
  /** Certificate and key, where the server speaks TLS itself. */
  readonly tls?: SecureContextOptions;
}

/** The server that owns the port: it checks and hardens every request, answers `/healthz`, lets in whom the gate does, and hands on the rest. */
export function createHttpServer(input: HttpServerInput): Server {
  const { onError, tls } = input;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    serve(input, request, response).catch((error: unknown) => {
      // What follows the path may be a code of a provider, and a wall link is a secret.
      onError(error, pathOf(request).replace(/^\/wall-link\/.*/, '/wall-link/…'));
      if (response.headersSent) response.destroy();
      else if (error instanceof StoreError) sendNoStore(response, pathOf(request), error);
      else if (isForPrograms(pathOf(request))) sendProblem(response, [500, 'failed', failure]);
      else answer(response, 500, `${failure}\n`);
    });
  };
  return tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
}

async function serve(input: HttpServerInput, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { own = new Map(), pages, gate = openGate, hosts = checkHost } = input;
  const headers = securityHeaders(randomBytes(16).toString('base64'));
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  // For this name alone: others of the same domain may have no TLS.
  if (gate.clientOf(request).secure) response.setHeader('strict-transport-security', 'max-age=31536000');
  const refusal = hosts(request.headers.host);
  if (refusal !== undefined) {
    answer(response, 421, `hvitals answers only to its own names (${refusal}).\n`);
    return;
  }
  if (request.url === '/healthz') {
    if (request.method === 'GET' || request.method === 'HEAD') answer(response, 200, 'ok\n');
    else refuseMethod(response, 'GET, HEAD');
    return;
  }
  const path = canonicalPath(request.url ?? '/');
  // What two readers could take for two paths is asked for as a page that is not there.
  if (path === undefined) request.url = notFoundPath;
  const admission = await gate.admit(request, path ?? notFoundPath);
  if (admission.kind === 'no-store') return sendNoStore(response, path ?? notFoundPath, admission.error);
  let asked = pathOf(request);
  const { principal } = admission;
  if (admission.kind === 'refused') {
    if (sendRefusal(request, response, path ?? notFoundPath, admission.reason)) return;
    // A page says that it is not for this role.
    asked = request.url = notAllowedPath;
    response.statusCode = 403;
  }
  const handler = findHandler(own.get(asked) ?? fallback(path, asked, pages), request.method, response);
  if (handler === undefined) return;
  // A layout of Next is told neither for which page it is rendered nor for whom.
  request.headers[pathHeader] = asked;
  setSessionHeader(request.headers, principal && toApiSession(principal));
  // Next takes the nonce for its scripts from this header of the request; one that the browser sent must not count.
  request.headers['content-security-policy'] = headers['content-security-policy'];
  delete request.headers['content-security-policy-report-only'];
  await handler(request, response);
}

const failure = 'Something went wrong; the log of the app says what.';
const notFoundPath = '/not-found';
const notAllowedPath = '/not-allowed';

/** Pages, or for what only the server itself answers that it is not there: Next does not know who sends a request. */
function fallback(path: string | undefined, asked: string, pages: RequestHandler): Methods | 'not-found' {
  const isOurs = path !== undefined && /^\/(api(?!\/docs$)|auth|wall-link)(\/|$)/.test(path);
  if (isOurs) return 'not-found';
  const handler = asked !== '/' && asked.endsWith('/') ? sendWithoutSlash : pages;
  return { GET: handler, HEAD: handler };
}

/** No page ends with a slash. Next would lead on too, but in an answer that anybody in between may keep. */
const sendWithoutSlash: RequestHandler = async (request, response) => {
  const { url = '/' } = request;
  const asked = pathOf(request);
  const location = asked.replace(/\/+$/, '') + url.slice(asked.length);
  response.writeHead(308, { location, 'cache-control': 'no-store' }).end();
};

function findHandler(
  found: RequestHandler | Methods | 'not-found',
  method: string | undefined,
  response: ServerResponse,
): RequestHandler | undefined {
  if (found === 'not-found') {
    sendProblem(response, [404, 'not-found', 'There is nothing at this path; GET /api/v1/openapi.json describes what there is.']);
    return undefined;
  }
  const methods: Methods = typeof found === 'function' ? { GET: found } : found;
  const handler = handlerOf(methods, method);
  if (handler === undefined) refuseMethod(response, allowOf(methods));
  return handler;
}

function handlerOf(methods: Methods, method = ''): RequestHandler | undefined {
  const { HEAD = methods.GET, ...others } = methods;
  return method === 'HEAD' ? HEAD : Object.entries(others).find(([name]) => name === method)?.[1];
}

function allowOf(methods: Methods): string {
  return Object.keys(methods)
    .flatMap((name) => (name === 'GET' && methods.HEAD === undefined ? ['GET', 'HEAD'] : [name]))
    .join(', ');
}

function refuseMethod(response: ServerResponse, allow: string): void {
  const problem = toProblem(405, 'method-not-allowed', `This answers ${allow} only.`);
  // A body that nobody reads must not be taken for the next request.
  const headers = { allow, connection: 'close', 'content-type': problemType, 'cache-control': 'no-store' };
  response.writeHead(405, headers).end(JSON.stringify(problem));
}

/** The path without what follows it. A request line may hold anything. */
function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split(/[?#]/, 1)[0] ?? '/';
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(text);
}

/** Takes the port. Throws StartError with what to do where that fails. */
export async function listenOn(server: Server, { host, port }: Listen): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).once('listening', resolve);
  server.listen(port, host);
  try {
    await promise;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new StartError(`Port ${port} on ${host} is taken: stop what listens there, or set web.listen to another port.`, {
        cause,
      });
    }
    throw new StartError(`Cannot listen on ${host} port ${port} (web.listen): ${String(code ?? cause)}.`, { cause });
  }
}

/** Ends the server: answers that are under way get `graceMs` to finish. */
export async function stopServer(server: Server, graceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await promise;
  clearTimeout(timer);
}
