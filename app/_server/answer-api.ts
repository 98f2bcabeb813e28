import { createHash } from 'node:crypto';
import { findOperation } from '#lib/api/operations.ts';
import { checkQuery } from './check-query.ts';
import type { RequestHandler } from './http-server.ts';
import { isKnown } from './json-response.ts';
import { answerProblem, problemType } from './problem-response.ts';
import { limitRate, type RateLimited } from './rate-limit.ts';
import { contextOf } from './request-context.ts';

/**
 * What all operations of the API have in common: how much may be asked for, which parameters there are, and an ETag on every answer to a
 * GET. Routes that are no operation pass as they are.
 */
export async function answerApi(request: Request, route: (request: Request) => Promise<Response>): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const operation = findOperation(request.method, pathname);
  if (operation === undefined) return route(request);
  // Whoever need not be known is nobody to count by; the log-in counts by itself.
  const { headers, problem }: RateLimited =
    operation.permission === 'none' ? { headers: {} } : limitRate(operation, contextOf(request));
  if (problem !== undefined) return answerProblem(problem, headers);
  const refusal = checkQuery(operation, searchParams);
  const answer =
    refusal === undefined
      ? await route(request)
      : answerProblem(refusal, request.method === 'GET' ? {} : { connection: 'close' });
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return request.method === 'GET' && answer.status === 200 ? tag(request, answer) : answer;
}

/** Where a route does not know when its answer is another one, its bytes say so. */
async function tag(request: Request, answer: Response): Promise<Response> {
  if (answer.headers.has('etag') || answer.headers.get('cache-control') === 'no-store') return answer;
  const bytes = await answer.arrayBuffer();
  const etag = `W/"${createHash('sha256').update(Buffer.from(bytes)).digest('base64url')}"`;
  answer.headers.set('etag', etag);
  const isSame = isKnown(request, etag);
  return new Response(isSame ? null : bytes, { status: isSame ? 304 : 200, headers: answer.headers });
}

/** The same for a handler that answers by itself, such as one whose answer lasts; it sees to its ETag. */
export function asOperation(handler: RequestHandler): RequestHandler {
  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const operation = findOperation('GET', pathname);
    const { headers, problem }: RateLimited =
      operation === undefined ? { headers: {} } : limitRate(operation, contextOf(request));
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const refusal = problem ?? (operation && checkQuery(operation, searchParams));
    if (refusal === undefined) return handler(request, response);
    const common = { 'content-type': problemType, 'cache-control': 'no-store' };
    response.writeHead(refusal.status, common).end(JSON.stringify(refusal));
  };
}
