import type { ApiProblem } from '#lib/model/api/problem.ts';
import { csrfToken, forgetCsrfToken } from './csrf-token.ts';
import { leaveToLogIn } from './leave-to-log-in.ts';
import { noteServerTime } from './server-clock.ts';

/** The server refused a write, and says why. */
export class RefusedError extends Error {
  readonly problem: ApiProblem;
  constructor(problem: ApiProblem) {
    super(problem.detail);
    this.name = 'RefusedError';
    this.problem = problem;
  }
}

const timeoutMs = 15_000;

/**
 * Writes to the API and gives back what it answers. Throws RefusedError with the server's reason, TimeoutError, or TypeError where the
 * server is out of reach: then nobody knows whether it was written.
 */
export async function sendJson<Answer>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body: object,
  signal?: AbortSignal,
): Promise<Answer> {
  try {
    return await sendOnce(method, path, body, signal);
  } catch (error) {
    if (!(error instanceof RefusedError) || error.problem.code !== 'csrf') throw error;
    // Another tab has logged in anew: the token that this page knew was of a session before.
    forgetCsrfToken();
    return sendOnce(method, path, body, signal);
  }
}

async function sendOnce<Answer>(method: string, path: string, body: object, signal: AbortSignal | undefined): Promise<Answer> {
  const token = await csrfToken();
  const response = await fetch(path, {
    method,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'x-hvitals-request': '1',
      ...(token !== null && { 'x-hvitals-csrf': token }),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]),
  });
  noteServerTime(Number(response.headers.get('x-hvitals-now') ?? Number.NaN), Date.now());
  if (response.ok) return (await response.json()) as Answer;
  // On the page of the log-in itself it only says that the password is wrong.
  if (response.status === 401 && !path.startsWith('/auth/')) leaveToLogIn();
  throw new RefusedError(await readProblem(response));
}

/** What stands in between, such as a proxy, does not answer in our words. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const { status } = response;
  if (response.headers.get('content-type')?.startsWith('application/problem+json') === true) {
    return (await response.json()) as ApiProblem;
  }
  return { type: 'about:blank', title: '', status, code: 'failed', detail: `The server answered ${status}.`, errors: [] };
}
