import { StoreError } from '#lib/store/store-error.ts';
import { answerProblem, toProblem } from './problem-response.ts';

/**
 * Answers a GET whose body does not hang on the store's revision. Its ETag is made of its bytes (answer-api.ts). A load may answer itself,
 * such as with a refusal; 503 with the reason where there is no store.
 */
export async function answerRead(load: () => Promise<object>): Promise<Response> {
  const headers = { 'cache-control': 'private, no-cache', 'x-hvitals-now': String(Date.now()) };
  try {
    const body = await load();
    return body instanceof Response ? body : Response.json(body, { headers });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return answerProblem(toProblem(503, `store-${error.code}`, error.advice), headers);
  }
}
