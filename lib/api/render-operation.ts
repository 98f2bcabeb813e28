import type { z } from 'zod';
import type { Permission, Role } from '../model/role.ts';
import type { PlacedOperation } from './operations.ts';
import { type ProblemCode, problemCodes } from './problem-codes.ts';
import type { JsonObject, JsonValue } from './render-openapi.ts';

interface Rendering {
  readonly roleOf: (permission: Permission) => Role | 'wall-link';
  readonly toSchema: (schema: z.ZodType, io: 'input' | 'output') => JsonObject;
}

const pathParameters: Readonly<Record<string, JsonObject>> = {
  vmId: { description: 'The id of the VM.', schema: { type: 'string', format: 'uuid' } },
  host: { description: 'The name of the target.', schema: { type: 'string', maxLength: 253 } },
  fingerprint: { description: 'The fingerprint of the alert.', schema: { type: 'string', maxLength: 100 } },
  id: { description: 'Its id.', schema: { type: 'string', maxLength: 100 } },
};

const anyRead: readonly ProblemCode[] = ['unknown-parameter', 'bad-parameter', 'too-many-requests', 'store-missing'];
const anyWrite: readonly ProblemCode[] = [
  ...(['unknown-parameter', 'bad-json', 'body-cut-off', 'no-request-header', 'foreign-origin', 'csrf', 'body-too-slow'] as const),
  ...(['body-too-large', 'not-json', 'not-valid', 'too-many-requests', 'store-missing'] as const),
];

/** One operation as a part of an OpenAPI document. Pure. */
export function renderOperation(operation: PlacedOperation, rendering: Rendering): JsonObject {
  const { id, group, summary, description, permission, method, body } = operation;
  const role = permission === 'none' ? 'none' : rendering.roleOf(permission);
  return {
    operationId: id,
    tags: [group],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(permission === 'none' ? { security: [] } : {}),
    'x-hvitals-permission': permission,
    'x-hvitals-role': role,
    parameters: [...pathParametersOf(operation), ...queryParametersOf(operation, rendering), ...writeHeader(method)],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: method !== 'DELETE',
            content: { 'application/json': { schema: rendering.toSchema(body, 'input') } },
          },
        }),
    responses: { ...renderAnswer(operation, rendering), ...renderProblems(operation) },
  };
}

function pathParametersOf({ path }: PlacedOperation): JsonObject[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    ...(pathParameters[name] ?? { schema: { type: 'string' } }),
  }));
}

function queryParametersOf({ query }: PlacedOperation, { toSchema }: Rendering): JsonObject[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = toSchema(query, 'output');
  const needed = Array.isArray(required) ? required : [];
  return Object.entries(toMembers(properties)).map(([name, { description = '', ...schema }]) => ({
    name,
    in: 'query',
    description,
    required: needed.includes(name),
    // Words with commas between them; what may be long stands once for each.
    ...(schema.type === 'array'
      ? { style: 'form', explode: toMembers({ items: schema.items ?? {} }).items?.enum === undefined }
      : {}),
    schema,
  }));
}

function toMembers(value: JsonValue): Readonly<Record<string, JsonObject>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? [[name, inner]] : [],
    ),
  );
}

function writeHeader(method: string): JsonObject[] {
  if (method === 'GET') return [];
  const description = 'A page of another origin cannot send it. Sessions send `x-hvitals-csrf` too; tokens do not need it.';
  return [{ name: 'x-hvitals-request', in: 'header', required: true, description, schema: { type: 'string', const: '1' } }];
}

function renderAnswer(
  { answer, status = 200, media, method, etag: hasEtag = true }: PlacedOperation,
  { toSchema }: Rendering,
): JsonObject {
  const schema = toSchema(answer, 'output');
  if (media === 'stream') {
    return { 200: { description: 'Server-sent events.', content: { 'text/event-stream': { schema: { type: 'string' } } } } };
  }
  const content: JsonObject = { 'application/json': { schema } };
  if (media === 'csv') content['text/csv'] = { schema: { type: 'string' } };
  const done: JsonObject = { description: method === 'GET' ? 'What was asked for.' : 'It is done.', content };
  if (method !== 'GET' || !hasEtag) return { [status]: done };
  const etag = { description: 'Ask with it in `if-none-match`.', schema: { type: 'string' } };
  return {
    [status]: { ...done, headers: { etag } },
    304: { description: 'Nothing has changed since the answer with this etag.' },
  };
}

/** Refusals are much alike, so they stand with the components, by the words that they can carry. */
function renderProblems({ method, permission, problems = [] }: PlacedOperation): Readonly<Record<string, JsonObject>> {
  const known: readonly ProblemCode[] =
    permission === 'none' ? [] : ['login-required', 'session-expired', 'token-not-valid', 'role-too-low'];
  const all = new Set([...(method === 'GET' ? anyRead : anyWrite), ...known, ...problems]);
  const byStatus = Map.groupBy([...all], (code) => problemCodes[code][0]);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [status, { $ref: `#/components/responses/${codes.join('.')}` }]),
  );
}

/** The refusals that operations refer to, by the name that they do it by. */
export function renderRefusals(operations: readonly PlacedOperation[]): JsonObject {
  const names = operations.flatMap((one) =>
    Object.values(renderProblems(one)).map(({ $ref }) => String($ref).split('/').at(-1) ?? ''),
  );
  return Object.fromEntries(
    [...new Set(names)].toSorted().map((name) => {
      const known = Object.entries(problemCodes).filter(([code]) => name.split('.').includes(code));
      return [
        name,
        {
          description: known.map(([code, [, meaning]]) => `\`${code}\`: ${meaning}`).join('\n\n'),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ];
    }),
  );
}
