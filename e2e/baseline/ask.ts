import { type IncomingHttpHeaders, request as send } from 'node:http';
import { text as textOf } from 'node:stream/consumers';

/** An answer as it came, redirects included. */
export interface Answer {
  readonly path: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly cookies: readonly string[];
  readonly body: string;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks for a path exactly as it is written: a browser or `fetch` would tidy it up first. */
export async function ask(base: string, path: string, { method = 'GET', headers = {}, body }: AskOptions = {}): Promise<Answer> {
  const { hostname, port } = new URL(base);
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  // A stream never ends by itself.
  const signal = AbortSignal.timeout(20_000);
  const request = send({ hostname, port, path, method, headers: { connection: 'close', ...headers }, signal }, (response) => {
    const cookies = response.headers['set-cookie'] ?? [];
    const facts = { path, status: response.statusCode ?? 0, headers: response.headers, cookies };
    if (response.headers['content-type']?.startsWith('text/event-stream') === true) {
      resolve({ ...facts, body: '' });
      response.destroy();
      return;
    }
    textOf(response).then((text) => resolve({ ...facts, body: text }), reject);
  });
  request.on('error', reject).end(body);
  return await promise;
}

/** A write as the pages send it. */
export function writeOf(body: unknown): AskOptions {
  const headers = { 'content-type': 'application/json', 'x-hvitals-request': '1' };
  return { method: 'POST', headers, body: JSON.stringify(body) };
}
