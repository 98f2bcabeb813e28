import type { ApiProblem } from '#lib/model/api/problem.ts';
import { readProblem } from './send-json.ts';

/** How a try to log in ended. `wait` says for how many seconds. */
export type LogInAnswer =
  | { readonly kind: 'in'; readonly to: string }
  | { readonly kind: 'refused'; readonly problem: ApiProblem; readonly waitSeconds: number };

const timeoutMs = 30_000;

function post(path: string, body: object): Promise<Response> {
  const headers = { accept: 'application/json', 'content-type': 'application/json', 'x-hvitals-request': '1' };
  return fetch(path, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(timeoutMs) });
}

/** Sends name and password. Throws TimeoutError, or TypeError where the server is out of reach. */
export async function logIn(wanted: {
  readonly name: string;
  readonly password: string;
  readonly to: string;
}): Promise<LogInAnswer> {
  const response = await post('/auth/login', wanted);
  if (response.ok) return { kind: 'in', to: ((await response.json()) as { readonly to: string }).to };
  const waitSeconds = Number(response.headers.get('retry-after') ?? 0);
  return { kind: 'refused', problem: await readProblem(response), waitSeconds };
}

/** Ends the session and goes to the page for logging in. */
export async function logOut(): Promise<void> {
  await post('/auth/logout', {});
  location.assign('/login?why=logged-out');
}
