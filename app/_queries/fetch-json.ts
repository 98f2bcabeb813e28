import { leaveToLogIn } from './leave-to-log-in.ts';
import { noteServerTime } from './server-clock.ts';

/** The API answered, but not with what was asked for. */
export class ApiError extends Error {
  readonly status: number;
  constructor(path: string, status: number) {
    super(`${path} answered ${status}`);
    this.name = 'ApiError';
    this.status = status;
  }
}

const timeoutMs = 10_000;

/**
 * Reads one resource of the API. The browser asks with the ETag that it holds and hands out its copy on 304. Throws ApiError,
 * TimeoutError, or TypeError where the server is out of reach.
 */
export async function fetchJson<Body>(path: string, signal: AbortSignal): Promise<Body> {
  const response = await fetch(path, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
  noteServerTime(Number(response.headers.get('x-hvitals-now') ?? Number.NaN), Date.now());
  if (response.status === 401) leaveToLogIn();
  if (!response.ok) throw new ApiError(path, response.status);
  return (await response.json()) as Body;
}
