import type { Principal } from '#lib/auth/principal.ts';
import { sameSecret } from '#lib/auth/secret.ts';
import type { Clock } from '#lib/clock.ts';
import type { ApiProblem } from '#lib/model/api/problem.ts';
import { toProblem } from './problem-response.ts';

/** Why a write is turned away before anybody looks at what it asks for. */
export type WriteRefusal =
  | 'foreign-origin'
  | 'no-request-header'
  | 'csrf'
  | 'not-json'
  | 'body-too-large'
  | 'body-too-slow'
  | 'body-cut-off'
  | 'bad-json';

export type AcceptedWrite = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly problem: ApiProblem };

/** A page of another origin can send this only after a preflight, which nobody here answers. */
export const requestHeader = 'x-hvitals-request';
/** With the cookie of a session every write brings the token of that session, which `GET /api/v1/session` says. */
export const csrfHeader = 'x-hvitals-csrf';

export interface WriteLimits {
  readonly clock: Clock;
  readonly maximumBytes: number;
  /** The whole body must have come by then. */
  readonly deadlineMs: number;
}

const refusals: Readonly<Record<WriteRefusal, readonly [status: number, detail: string]>> = {
  'foreign-origin': [403, 'A write must come from the pages of this hvitals itself, or from a program that sends no Origin.'],
  'no-request-header': [403, `Every write carries the header ${requestHeader}: 1.`],
  csrf: [403, `A write of a session carries its token in the header ${csrfHeader}; GET /api/v1/session says it.`],
  'not-json': [415, 'The body must be JSON: send content-type: application/json.'],
  'body-too-large': [413, 'The body must be at most 64 KB.'],
  'body-too-slow': [408, 'The whole body must arrive within 10 seconds.'],
  'body-cut-off': [400, 'The connection broke before the body was whole.'],
  'bad-json': [400, 'The body must be one JSON value in UTF-8.'],
};

/**
 * The one place that every write passes, whichever route it is for: whether the sender's own page or program sends it, and a body that is
 * JSON of a bearable size.
 */
export async function acceptWrite(request: Request, limits: WriteLimits, principal: Principal): Promise<AcceptedWrite> {
  const refusal = refuseSender(request.headers) ?? refuseForgery(request.headers, principal);
  if (refusal !== undefined) return refuse(refusal);
  if (request.body === null && request.method === 'DELETE') return { ok: true, body: {} };
  if (!isJson(request.headers.get('content-type'))) return refuse('not-json');
  if (Number(request.headers.get('content-length') ?? 0) > limits.maximumBytes) return refuse('body-too-large');
  const bytes = await readBody(request, limits);
  if (typeof bytes === 'string') return refuse(bytes);
  try {
    return { ok: true, body: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return refuse('bad-json');
  }
}

/**
 * Browsers say where a request comes from and let no page change it: what they say must be this origin. Programs say nothing, and have
 * no cookies of others to misuse. Both send the header.
 */
function refuseSender(headers: Headers): WriteRefusal | undefined {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return 'foreign-origin';
  const origin = headers.get('origin');
  if (origin !== null && !isOrigin(origin, headers.get('host'))) return 'foreign-origin';
  return headers.get(requestHeader) === '1' ? undefined : 'no-request-header';
}

/** Only the cookie of a session is sent by a browser on its own; a token in a header is not, and needs no proof. */
function refuseForgery(headers: Headers, principal: Principal): WriteRefusal | undefined {
  if (principal.kind !== 'user') return undefined;
  return sameSecret(headers.get(csrfHeader) ?? '', principal.csrfToken) ? undefined : 'csrf';
}

/** The host is ours: the server has checked that before. By which scheme the browser came, a proxy in between may have changed. */
function isOrigin(origin: string, host: string | null): boolean {
  return host !== null && (origin === `http://${host}` || origin === `https://${host}`);
}

function isJson(contentType: string | null): boolean {
  return /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType ?? '');
}

async function readBody(request: Request, { clock, maximumBytes, deadlineMs }: WriteLimits): Promise<Uint8Array | WriteRefusal> {
  const reader = request.body?.getReader();
  const parts: Uint8Array[] = [];
  const late = Promise.withResolvers<'late'>();
  const timer = clock.setTimer(deadlineMs, () => late.resolve('late'));
  try {
    for (let size = 0; ; ) {
      const next = await Promise.race([reader?.read(), late.promise]);
      if (next === 'late') return 'body-too-slow';
      if (next === undefined || next.done) return Buffer.concat(parts);
      size += next.value.byteLength;
      if (size > maximumBytes) return 'body-too-large';
      parts.push(next.value);
    }
  } catch {
    return 'body-cut-off';
  } finally {
    timer.cancel();
  }
}

function refuse(refusal: WriteRefusal): AcceptedWrite {
  const [status, detail] = refusals[refusal];
  return { ok: false, problem: toProblem(status, refusal, detail) };
}
