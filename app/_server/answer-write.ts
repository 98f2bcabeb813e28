import { z } from 'zod';
import { mayDo } from '#lib/auth/permissions.ts';
import { type Principal, rankOf } from '#lib/auth/principal.ts';
import { systemClock } from '#lib/clock.ts';
import { describeIssue } from '#lib/config/describe-issue.ts';
import type { ApiFieldError, ApiProblem } from '#lib/model/api/problem.ts';
import type { Json } from '#lib/model/json.ts';
import type { Permission } from '#lib/model/role.ts';
import type { Doer } from '#lib/store/auth-store.ts';
import { StoreError } from '#lib/store/store-error.ts';
import { acceptWrite, type WriteLimits } from './accept-write.ts';
import { auditNotes } from './audit-notes.ts';
import { answerProblem, toProblem } from './problem-response.ts';
import { contextOf, doerOf } from './request-context.ts';

const limits: WriteLimits = { clock: systemClock, maximumBytes: 64 * 1_024, deadlineMs: 10_000 };

const roleTooLow = toProblem(403, 'role-too-low', 'Your role does not allow this.');

/** What came of a write: what the API answers with which status and headers, or why it was refused. `noted` where the audit has that already, `target` what it is to say. */
export type WriteOutcome =
  | { readonly status?: number; readonly body: object; readonly headers?: Readonly<Record<string, string>> }
  | {
      readonly problem: ApiProblem;
      readonly headers?: Readonly<Record<string, string>>;
      readonly noted?: boolean;
      readonly target?: string;
    };

/** What a write takes: the shape of its body, and what the sender must be allowed to do. */
export interface WriteRule<Body> {
  readonly schema: z.ZodType<Body>;
  readonly permission: Permission;
  /** As the audit names it, such as `silence.add`, and what it is done to. Without it nothing is noted that was done. */
  readonly audit?: WriteAudit;
}

export interface WriteAudit {
  readonly action: string;
  readonly target?: string;
  /** Whatever the store changes it notes itself, in the transaction of the change. */
  readonly by?: 'store';
}

/**
 * Answers a request that writes: it is accepted or turned away, its body parsed, and `work` done at `now` (UTC milliseconds) by `doer`. 403
 * where the sender may not, 422 names each wrong field, 503 says what is wrong with the store.
 */
export async function answerWrite<Body>(
  request: Request,
  { schema, permission, audit }: WriteRule<Body>,
  work: (body: Body, now: number, doer: Doer) => Promise<WriteOutcome>,
): Promise<Response> {
  const now = Date.now();
  const headers = { 'x-hvitals-now': String(now) };
  // What is left of a body that nobody reads must not be taken for the next request.
  const unread = { ...headers, connection: 'close' };
  const { principal } = contextOf(request);
  const doer = doerOf(request, now);
  const refuse = async (problem: ApiProblem, answered: Readonly<Record<string, string>>, target = audit?.target ?? '') => {
    await auditNotes().refused({
      ...doer,
      action: audit?.action ?? permission,
      target,
      reason: problem.code,
    });
    return answerProblem(problem, answered);
  };
  if (!mayDo(rankOf(principal), permission)) return refuse(roleTooLow, unread);
  const accepted = await acceptWrite(request, limits, principal);
  if (!accepted.ok) return refuse(accepted.problem, unread);
  const given = withOwnName(accepted.body, schema, principal);
  const parsed = schema.safeParse(given);
  if (!parsed.success) return answerProblem(invalid(toFieldErrors(parsed.error, given, schema)), headers);
  try {
    const outcome = await work(parsed.data, now, doer);
    if ('problem' in outcome) {
      const answered = { ...headers, ...outcome.headers };
      return outcome.noted === true
        ? answerProblem(outcome.problem, answered)
        : await refuse(outcome.problem, answered, outcome.target);
    }
    if (audit !== undefined && audit.by !== 'store') {
      const { action, target = '' } = audit;
      await auditNotes().done({ ...doer, action, target, detail: toDetail(parsed.data) });
    }
    const answered = { ...headers, 'cache-control': 'no-store', ...outcome.headers };
    return Response.json(outcome.body, { status: outcome.status ?? 200, headers: answered });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return answerProblem(toProblem(503, `store-${error.code}`, `The store could not take it: ${error.advice}`), headers);
  }
}

/** Fields that say who does it. Whoever is known needs not say it, and cannot say another name. */
const nameFields = ['by', 'createdBy'] as const;

function withOwnName(body: unknown, schema: z.ZodType, principal: Principal): unknown {
  if (principal.kind === 'open' || typeof body !== 'object' || body === null || !(schema instanceof z.ZodObject)) return body;
  const named = nameFields.filter((field) => Object.hasOwn(schema.shape, field)).map((field) => [field, principal.name]);
  return { ...body, ...Object.fromEntries(named) };
}

/** The body as the audit keeps it: long lists are cut, since a change of a thousand alerts is one entry. */
function toDetail(body: unknown): Json {
  const text = JSON.stringify(body) ?? '{}';
  return text.length <= 4_000 ? (JSON.parse(text) as Json) : { cut: text.slice(0, 4_000) };
}

/** The refusal of a body whose fields are wrong. */
export function invalid(errors: readonly ApiFieldError[]): ApiProblem {
  const where = errors.map(({ path, detail }) => (path === '' ? detail : `${path} ${detail}`)).join('; ');
  return toProblem(422, 'not-valid', `${where}.`, errors);
}

/** So many unknown fields are named; a body of thousands must not be answered by a book. */
const mostUnknownKeys = 20;

function toFieldErrors(error: z.ZodError, data: unknown, schema: z.ZodType): readonly ApiFieldError[] {
  return error.issues.flatMap((issue): readonly ApiFieldError[] => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      const valid = schema instanceof z.ZodObject && issue.path.length === 0 ? Object.keys(schema.shape) : [];
      const detail = `is unknown${valid.length === 0 ? '' : `; valid here: ${valid.join(', ')}`}`;
      return issue.keys.slice(0, mostUnknownKeys).map((key) => ({
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
