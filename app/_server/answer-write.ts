import { z } from 'zod';
import { mayDo } from '#lib/auth/permissions.ts';
import { rankOf } from '#lib/auth/principal.ts';
import { systemClock } from '#lib/clock.ts';
import { describeIssue } from '#lib/config/describe-issue.ts';
import type { ApiFieldError, ApiProblem } from '#lib/model/api/problem.ts';
import type { Permission } from '#lib/model/role.ts';
import type { Doer } from '#lib/store/auth-store.ts';
import { StoreError } from '#lib/store/store-error.ts';
import { acceptWrite, type WriteLimits } from './accept-write.ts';
import { answerProblem, toProblem } from './problem-response.ts';
import { contextOf, doerOf } from './request-context.ts';

const limits: WriteLimits = { clock: systemClock, maximumBytes: 64 * 1_024, deadlineMs: 10_000 };

const roleTooLow = toProblem(403, 'role-too-low', 'Your role does not allow this.');

/** What came of a write: what the API answers with which status, or why it was refused. */
export type WriteOutcome = { readonly status?: number; readonly body: object } | { readonly problem: ApiProblem };

/** What a write takes: the shape of its body, and what the sender must be allowed to do. */
export interface WriteRule<Body> {
  readonly schema: z.ZodType<Body>;
  readonly permission: Permission;
}

/**
 * Answers a request that writes: it is accepted or turned away, its body parsed, and `work` done at `now` (UTC milliseconds) by `doer`. 403
 * where the sender may not, 422 names each wrong field, 503 says what is wrong with the store.
 */
export async function answerWrite<Body>(
  request: Request,
  { schema, permission }: WriteRule<Body>,
  work: (body: Body, now: number, doer: Doer) => Promise<WriteOutcome>,
): Promise<Response> {
  const now = Date.now();
  const headers = { 'x-hvitals-now': String(now) };
  // What is left of a body that nobody reads must not be taken for the next request.
  const unread = { ...headers, connection: 'close' };
  if (!mayDo(rankOf(contextOf(request).principal), permission)) return answerProblem(roleTooLow, unread);
  const accepted = await acceptWrite(request, limits);
  if (!accepted.ok) return answerProblem(accepted.problem, unread);
  const parsed = schema.safeParse(accepted.body);
  if (!parsed.success) return answerProblem(invalid(toFieldErrors(parsed.error, accepted.body, schema)), headers);
  try {
    const outcome = await work(parsed.data, now, doerOf(request, now));
    if ('problem' in outcome) return answerProblem(outcome.problem, headers);
    return Response.json(outcome.body, { status: outcome.status ?? 200, headers: { ...headers, 'cache-control': 'no-store' } });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return answerProblem(toProblem(503, `store-${error.code}`, `The store could not take it: ${error.advice}`), headers);
  }
}

/** The refusal of a body whose fields are wrong. */
export function invalid(errors: readonly ApiFieldError[]): ApiProblem {
  const where = errors.map(({ path, detail }) => (path === '' ? detail : `${path} ${detail}`)).join('; ');
  return toProblem(422, 'not-valid', `${where}.`, errors);
}

function toFieldErrors(error: z.ZodError, data: unknown, schema: z.ZodType): readonly ApiFieldError[] {
  return error.issues.flatMap((issue): readonly ApiFieldError[] => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      const valid = schema instanceof z.ZodObject && issue.path.length === 0 ? Object.keys(schema.shape) : [];
      const detail = `is unknown${valid.length === 0 ? '' : `; valid here: ${valid.join(', ')}`}`;
      return issue.keys.map((key) => ({
        path: [path, key].filter((part) => part !== '').join('.'),
        code: 'unknown-key',
        detail,
      }));
    }
    const detail = describeIssue(issue, data)
      .map(({ message }) => message)
      .join('; ');
    return [{ path, code: toWord(issue, detail), detail }];
  });
}

function toWord(issue: z.core.$ZodIssue, detail: string): string {
  if (issue.code === 'custom') return typeof issue.params?.word === 'string' ? issue.params.word : 'not-valid';
  if (issue.code === 'too_big') return 'too-long';
  return detail.startsWith('is missing') ? 'missing' : 'not-valid';
}
