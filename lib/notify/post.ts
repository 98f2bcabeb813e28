import { readSecret, toSecretOutcome } from './read-secret.ts';
import { type Attempt, firstLine, type SendOutcome } from './send-outcome.ts';

/** More of an answer is not read. */
const mostAnswerBytes = 4_096;
const longestRetryAfterMs = 3_600_000;
/**
 * Answers of 4xx that are about the way and not about what was sent: a password that has changed, an address that is wrong, somebody in
 * between who lets nobody through, too early or too much. Once that is put right, the same batch is taken.
 */
const aboutTheWay: ReadonlySet<number> = new Set([401, 403, 404, 405, 408, 410, 421, 425, 429]);

export interface PostInput {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends a text by HTTP POST and says how that ended: 2xx is delivered; 5xx, 4xx about the way, redirects, which are not followed, and
 * whatever keeps an answer away, the signal among it, are failed; other 4xx are refused. Never rejects.
 */
export async function post({ url, headers, body }: PostInput, { now, signal }: Attempt): Promise<SendOutcome> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'hvitals', ...headers },
      body,
      redirect: 'manual',
      signal,
    });
    const text = await readCapped(response);
    return toOutcome(response, text, now);
  } catch (error) {
    return { result: 'failed', error: describeFailure(error) };
  }
}

/** The header that signs a request on. @throws SecretError */
export async function authorization({
  basicAuth,
  bearer,
}: {
  readonly basicAuth?: { readonly user: string; readonly password: { readonly file: string } } | undefined;
  readonly bearer?: { readonly file: string } | undefined;
}): Promise<Readonly<Record<string, string>>> {
  if (basicAuth !== undefined) {
    const pair = `${basicAuth.user}:${await readSecret(basicAuth.password)}`;
    return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
  }
  return bearer === undefined ? {} : { authorization: `Bearer ${await readSecret(bearer)}` };
}

/** Posts what is made once the secrets are read; a secret that cannot be read is a failed attempt. */
export async function postSigned(make: () => Promise<PostInput>, attempt: Attempt): Promise<SendOutcome> {
  let input: PostInput;
  try {
    input = await make();
  } catch (error) {
    return toSecretOutcome(error);
  }
  return post(input, attempt);
}

function toOutcome({ status, headers }: Response, text: string, now: number): SendOutcome {
  if (status >= 200 && status < 300) return { result: 'delivered' };
  const said = firstLine(text);
  const error = said === '' ? `answer ${status}` : `answer ${status}: ${said}`;
  if (status >= 300 && status < 400) {
    const to = firstLine(headers.get('location') ?? '');
    return { result: 'failed', error: `answer ${status}, and redirects are not followed: ${to}` };
  }
  if (status >= 400 && status < 500 && !aboutTheWay.has(status)) return { result: 'refused', error };
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'), now);
  return retryAfterMs === undefined ? { result: 'failed', error } : { result: 'failed', error, retryAfterMs };
}

/** Seconds or a date (RFC 9110, 10.2.3) → milliseconds from `now`, an hour at most; undefined for anything else. Pure. */
export function parseRetryAfter(text: string | null, now: number): number | undefined {
  if (text === null) return undefined;
  const ms = /^\d{1,9}$/.test(text.trim()) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), longestRetryAfterMs) : undefined;
}

/** The beginning of an answer; the rest is not waited for. */
async function readCapped(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let read = 0;
  const reader = response.body?.getReader();
  if (reader === undefined) return text;
  try {
    while (read < mostAnswerBytes) {
      const { done, value } = await reader.read();
      if (done) return text;
      read += value.byteLength;
      text += decoder.decode(value, { stream: true });
    }
    await reader.cancel();
    return text;
  } catch (error) {
    // What was said is enough where the status says how it ended.
    if (response.ok) throw error;
    return text;
  }
}

/** Why there was no answer: `fetch failed` says nothing, its cause does. */
function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return firstLine(String(error));
  const { cause } = error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return describeFailure(cause.errors[0]);
  return firstLine(cause instanceof Error ? cause.message : error.message) || error.name;
}
