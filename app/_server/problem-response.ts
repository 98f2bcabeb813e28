import { STATUS_CODES } from 'node:http';
import type { ApiFieldError, ApiProblem } from '#lib/model/api/problem.ts';

/** The body of a refusal (RFC 9457). */
export function toProblem(status: number, code: string, detail: string, errors: readonly ApiFieldError[] = []): ApiProblem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Refused', status, code, detail, errors: [...errors] };
}

export const problemType = 'application/problem+json; charset=utf-8';

/** A refusal as an answer of a route. */
export function answerProblem(problem: ApiProblem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': problemType, 'cache-control': 'no-store', ...headers },
  });
}
