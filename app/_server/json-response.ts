import { StoreError } from '#lib/store/store-error.ts';

/** What a resource of the API answers: a body that is the same as long as its revision is. */
interface Resource {
  readonly revision: number;
}

// A new version of the app may answer the same revision in another shape.
const started = Math.round(performance.timeOrigin).toString(36);

/**
 * Answers a GET of the API. The ETag is the store's revision since the app started, so that a poll that finds nothing new costs no body; `x-hvitals-now` is
 * the server's time, for ages. `more` is what else the body depends on, such as the time. 404 where the load finds nothing, 503 with the reason where there is no store.
 */
export async function answerResource(request: Request, load: () => Promise<Resource | undefined>, more = ''): Promise<Response> {
  const headers = { 'cache-control': 'private, no-cache', 'x-hvitals-now': String(Date.now()) };
  try {
    const body = await load();
    if (body === undefined) return Response.json({ error: { code: 'not-found' } }, { status: 404, headers });
    const etag = `"${started}-${body.revision}${more}"`;
    const known = (request.headers.get('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    if (known.includes(etag)) return new Response(null, { status: 304, headers: { ...headers, etag } });
    return Response.json(body, { headers: { ...headers, etag } });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return Response.json({ error: { code: `store-${error.code}`, advice: error.advice } }, { status: 503, headers });
  }
}

/** For bodies that also change by time alone, such as with a silence that ends: read anew each few seconds. */
export function perSeconds(now: number): string {
  return `-${Math.floor(now / 5_000).toString(36)}`;
}
