import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { StoreError } from '#lib/store/store-error.ts';

/** What a resource of the API answers: a body that is the same as long as its revision is. */
interface Resource {
  readonly revision: number;
}

const compress = promisify(gzip);
/** Shorter answers cost more to compress than to send. */
const compressedFrom = 4_096;

// A new version of the app may answer the same revision in another shape.
const started = Math.round(performance.timeOrigin).toString(36);

/**
 * Answers a GET of the API. The ETag is the store's revision since the app started, so that a poll that finds nothing new costs no body; `x-hvitals-now` is
 * the server's time, for ages. Long answers are gzipped for those who take it. 404 where the load finds nothing, 503 with the reason where there is no store.
 */
export async function answerResource(request: Request, load: () => Promise<Resource | undefined>): Promise<Response> {
  const headers = { 'cache-control': 'private, no-cache', 'x-hvitals-now': String(Date.now()) };
  try {
    const body = await load();
    if (body === undefined) return Response.json({ error: { code: 'not-found' } }, { status: 404, headers });
    const etag = `"${started}-${body.revision}"`;
    const known = (request.headers.get('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    if (known.includes(etag)) return new Response(null, { status: 304, headers: { ...headers, etag } });
    return await toAnswer(request, body, { ...headers, etag });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return Response.json({ error: { code: `store-${error.code}`, advice: error.advice } }, { status: 503, headers });
  }
}

async function toAnswer(request: Request, body: Resource, headers: Readonly<Record<string, string>>): Promise<Response> {
  const text = JSON.stringify(body);
  const all = { ...headers, 'content-type': 'application/json', vary: 'accept-encoding' };
  if (text.length < compressedFrom || !/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) {
    return new Response(text, { headers: all });
  }
  const bytes = await compress(text, { level: constants.Z_BEST_SPEED });
  return new Response(new Uint8Array(bytes), { headers: { ...all, 'content-encoding': 'gzip' } });
}
