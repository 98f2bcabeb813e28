import { z } from 'zod';
import type { Operation } from '#lib/api/operation.ts';
import type { ApiFieldError, ApiProblem } from '#lib/model/api/problem.ts';
import { toProblem } from './problem-response.ts';

/** As much of a name as is said back. */
const longestName = 100;

/**
 * What is wrong with the parameters of a request; undefined where nothing is. A parameter that there is not is refused too: a filter with
 * a slip of the pen would look like one that finds everything. One without a value is as if it were not there.
 */
export function checkQuery({ query }: Pick<Operation, 'query'>, params: URLSearchParams): ApiProblem | undefined {
  const shape = query?.shape ?? {};
  const valid = Object.keys(shape);
  const unknown = [...new Set(params.keys())].filter((name) => !Object.hasOwn(shape, name));
  if (unknown.length > 0) {
    const there = valid.length === 0 ? 'there are no parameters here' : `valid here: ${valid.join(', ')}`;
    return refuse('unknown-parameter', unknown, `is unknown; ${there}`);
  }
  const isList = (name: string) => shape[name] instanceof z.ZodArray;
  const twice = valid.filter((name) => !isList(name) && params.getAll(name).length > 1);
  if (twice.length > 0) return refuse('bad-parameter', twice, 'stands there more than once');
  const given = valid.map((name) => [name, isList(name) ? params.getAll(name) : params.get(name)] as const);
  const parsed = query?.safeParse(Object.fromEntries(given.filter(([, value]) => value !== null && value !== '')));
  if (parsed === undefined || parsed.success) return undefined;
  return badParameters(
    parsed.error.issues.map(({ path: [name], message, code }) => ({
      path: String(name),
      detail: code === 'invalid_type' ? 'is missing' : message,
    })),
  );
}

function refuse(code: 'unknown-parameter' | 'bad-parameter', names: readonly string[], detail: string): ApiProblem {
  const errors = names.slice(0, 10).map((name) => ({ path: name.slice(0, longestName), code, detail }));
  return toProblem(400, code, sentence(errors), errors);
}

/** The refusal of parameters with values that they cannot have, each once. */
export function badParameters(faults: readonly Omit<ApiFieldError, 'code'>[]): ApiProblem {
  const errors = faults
    .filter(({ path }, index) => faults.findIndex((one) => one.path === path) === index)
    .map((fault) => ({ ...fault, code: 'bad-parameter' }));
  return toProblem(400, 'bad-parameter', sentence(errors), errors);
}

function sentence(errors: readonly ApiFieldError[]): string {
  return `${errors.map(({ path, detail }) => `${path} ${detail}`).join('; ')}.`;
}
