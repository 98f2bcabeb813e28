import { answerResource } from '#app/_server/json-response.ts';
import { loadVmList } from '#app/_server/load-vm-list.ts';

export const dynamic = 'force-dynamic';

/** `?life=…&since=…` is what the browser holds; without them, and where that is not known any more, it gets the whole list. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const life = searchParams.get('life');
  const since = searchParams.get('since');
  const position = life !== null && since !== null && /^\d{1,15}$/.test(since) ? { life, revision: Number(since) } : undefined;
  const answer = await answerResource(request, () => loadVmList(position));
  // A change is asked for once, and would only take room in the browser's cache.
  if (position !== undefined) answer.headers.set('cache-control', 'no-store');
  return answer;
}
