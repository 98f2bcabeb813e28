import type { z } from 'zod';
import type { operations } from '#lib/api/operations.ts';
import { fetchJson } from './fetch-json.ts';

/*
 * The one way by which pages ask the API, typed by the list of operations. Only types of it are imported: the schemas would be more script
 * than a page may load.
 */

type Operations = typeof operations;
type Key = keyof Operations;
type ReadKey = Extract<Key, `GET ${string}`>;
export type WriteKey = Exclude<Key, ReadKey>;

/** Names of the variables of a path, such as `vmId` of `/api/v1/vms/{vmId}`. */
type Variables<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Variables<Rest> : never;
type QueryOf<Operation> = Operation extends { readonly query: infer Query extends z.ZodType }
  ? AsParameters<z.input<Query>>
  : unknown;
/** Numbers are written out; what is undefined is left out. */
type AsParameters<Query> = {
  readonly [Name in keyof Query]: Query[Name] extends string[] ? readonly string[] : Query[Name] | number;
};
/** Variables of the path and parameters of an operation, by their names. */
export type ParametersOf<Name extends Key> = Readonly<Record<Variables<Name>, string>> & QueryOf<Operations[Name]>;
export type BodyOf<Name extends Key> = Operations[Name] extends { readonly body: infer Body extends z.ZodType }
  ? Draft<z.input<Body>>
  : object;
/** A form may send what is not whole yet: the server says what is missing, in one place for all. */
type Draft<Body> = Body extends readonly (infer One)[]
  ? readonly Draft<One>[]
  : Body extends object
    ? { readonly [Name in keyof Body]?: Draft<Body[Name]> | undefined }
    : Body;
export type AnswerOf<Name extends Key> = z.output<Operations[Name]['answer']>;

/** Reads. Throws as `fetchJson` does. */
export function readApi<Name extends ReadKey>(
  operation: Name,
  parameters: ParametersOf<Name>,
  signal: AbortSignal,
): Promise<AnswerOf<Name>> {
  return fetchJson<AnswerOf<Name>>(toApiUrl(operation, parameters), signal);
}

/** The address of an operation, for links too. Pure. */
export function toApiUrl<Name extends Key>(operation: Name, parameters: ParametersOf<Name>): string {
  const rest = new Map<string, unknown>(Object.entries(parameters));
  const path = operation.slice(operation.indexOf(' ') + 1).replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest.get(name);
    rest.delete(name);
    return encodeURIComponent(String(value));
  });
  const search = new URLSearchParams();
  for (const [name, value] of rest) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== '') search.append(name, String(one));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}
