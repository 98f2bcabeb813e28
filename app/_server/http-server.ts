import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Listen } from '#lib/config/listen.ts';
import type { ApiProblem } from '#lib/model/api/problem.ts';
import { pathHeader } from './path-header.ts';
import { problemType, toProblem } from './problem-response.ts';
import { checkHost, securityHeaders } from './request-guard.ts';

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
}

/** The server that owns the port: it checks and hardens every request, answers `/healthz`, and hands on the rest. */
export function createHttpServer({ own = new Map(), pages, onError }: HttpServerInput): Server {
  return createServer((request, response) => {
    const nonce = randomBytes(16).toString('base64');
    for (const [name, value] of Object.entries(securityHeaders(nonce))) response.setHeader(name, value);
    const refusal = checkHost(request.headers.host);
    if (refusal !== undefined) {
      answer(response, 421, `hvitals answers only to the names of this machine itself (${refusal}).\n`);
      return;
    }
    if (request.url === '/healthz') {
      answer(response, 200, 'ok\n');
      return;
    }
    const path = pathOf(request);
    const found = own.get(path);
    if (found === undefined && isOfApi(path)) {
      answerProblem(response, noPath);
      return;
    }
    const methods: Methods = typeof found === 'function' ? { GET: found } : (found ?? { GET: pages });
    const handler = handlerOf(methods, request.method);
    if (handler === undefined) {
      refuseMethod(response, allowOf(methods));
      return;
    }
    // Next answers a path that is no UTF-8 with a fault of its own; as a page that is not there it gets the page that says so.
    if (!isDecodable(path)) request.url = '/not-found';
    // A layout of Next is not told for which page it is rendered.
    request.headers[pathHeader] = path;
    // Next takes the nonce for its scripts from this header of the request; one that the browser sent must not count.
    request.headers['content-security-policy'] = securityHeaders(nonce)['content-security-policy'];
    delete request.headers['content-security-policy-report-only'];
    handler(request, response).catch((error: unknown) => {
      onError(error, request.url);
      if (response.headersSent) response.destroy();
      else if (path.startsWith('/api/')) answerProblem(response, toProblem(500, 'failed', failure));
      else answer(response, 500, `${failure}\n`);
    });
  });
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

const failure = 'Something went wrong; the log of the app says what.';

function answerProblem(response: ServerResponse, problem: ApiProblem): void {
  // What is left of a body that nobody reads must not be taken for the next request.
  const headers = { connection: 'close', 'content-type': problemType, 'cache-control': 'no-store' };
  response.writeHead(problem.status, headers).end(JSON.stringify(problem));
}

const noPath = toProblem(404, 'not-found', 'There is no such path; GET /api/v1/openapi.json describes those that there are.');

/** Whether it lies below /api, in whatever way it is written: nothing there but the page of docs is answered by way of Next. */
function isOfApi(path: string): boolean {
  return isDecodable(path) && /^\/+api(\/(?!docs$)|$)/i.test(decodeURIComponent(path));
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
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
