import document from '#lib/api/openapi.json' with { type: 'json' };

export const dynamic = 'force-dynamic';

/** The description of the API. It is made by `npm run docs` and is the same as long as this version runs. */
export async function GET(): Promise<Response> {
  return Response.json(document, { headers: { 'cache-control': 'private, no-cache' } });
}
