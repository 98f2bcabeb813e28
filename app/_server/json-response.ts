import { StoreError } from '#lib/store/store-error.ts';
import { answerProblem, toProblem } from './problem-response.ts';

/** What a resource of the API answers: a body that is the same as long as its revision is. */
interface Resource {
  readonly revision: number;
  /** Of a list that goes on: what to ask with as `cursor`. */
  readonly next?: string | null;
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
    if (body === undefined) return answerProblem(notFound, headers);
    const etag = `"${started}-${body.revision}${more}"`;
    if (isKnown(request, etag)) return new Response(null, { status: 304, headers: { ...headers, etag } });
    return Response.json(body, { headers: { ...headers, etag, ...linkToNext(request, body) } });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return answerProblem(toProblem(503, `store-${error.code}`, error.advice), headers);
  }
}

const notFound = toProblem(404, 'not-found', 'There is no such thing.');

/** Whether the sender holds the answer with this tag already. */
export function isKnown(request: Request, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return (request.headers.get('if-none-match') ?? '').split(',').map(bare).includes(bare(etag));
}

/** Where a list goes on (RFC 8288). */
function linkToNext(request: Request, { next }: Resource): Readonly<Record<string, string>> {
  if (next === undefined || next === null) return {};
  const { pathname, searchParams } = new URL(request.url);
  searchParams.set('cursor', next);
  return { link: `<${pathname}?${searchParams}>; rel="next"` };
}

/** For bodies that also change by time alone, such as with a silence that ends: read anew each few seconds. */
export function perSeconds(now: number): string {
  return `-${Math.floor(now / 5_000).toString(36)}`;
}
