import { z } from 'zod';
import type { Permission, Role } from '../model/role.ts';
import type { OperationGroup } from './operation.ts';
import type { PlacedOperation } from './operations.ts';
import { renderOperation, renderRefusals } from './render-operation.ts';

/** A JSON Schema or a part of the document, as plain JSON. */
export type JsonObject = { [name: string]: JsonValue };
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

export interface OpenApiInput {
  readonly version: string;
  readonly operations: readonly PlacedOperation[];
  /** Schemas of answers that have a name, by the name that they get. */
  readonly answers: ReadonlyMap<string, z.ZodType>;
  /** The same of bodies. */
  readonly bodies: ReadonlyMap<string, z.ZodType>;
  /** The least role that may do it. */
  readonly roleOf: (permission: Permission) => Role | 'wall-link';
  /** Says what cannot be said by types alone, on the schema of one name; nothing where it has nothing to say. */
  readonly describe: (name: string, schema: JsonObject) => void;
  /** Answers may hold nothing that is not described: for tests. Programs must bear new members. */
  readonly closed?: boolean;
}

const groups: Readonly<Record<OperationGroup, string>> = {
  fleet: 'Hosts, VMs, their clocks, and what is found wrong with them.',
  alerts: 'Alerts, the rules that make them, what became of them, and who took them up.',
  silences: 'What keeps alerts from being told: silences and maintenance windows.',
  history: 'What was: events, migrations, and the values of metrics over time.',
  stream: 'What changes as it changes, and what walls show.',
  session: 'Logging in and out, and who is logged in.',
  access: 'Users, tokens, wall links and the audit.',
  about: 'What the API is.',
};

const about = `Everything that the pages of hvitals show and do.

- Times are UTC milliseconds where nothing else is said. Names and texts may hold what guests wrote: escape them.
- Every refusal is a problem (RFC 9457) with one word in \`code\`; \`errors\` names each wrong field or parameter.
- An answer to GET has an \`etag\`: ask with \`if-none-match\`, and what has not changed costs no body. HEAD is answered as GET.
- Lists that can be long have \`limit\` and \`next\`: ask again with \`next\` as \`cursor\`. The same stands in \`link\` with \`rel="next"\`.
- Parameters that there are not are refused, so that a filter with a slip of the pen does not look like one that finds all.
- Members may be added to answers; what is there keeps its meaning within \`v1\`.`;

/** The OpenAPI 3.1 document of the operations (spec.openapis.org/oas/v3.1.1). Pure. */
export function renderOpenApi(input: OpenApiInput): JsonObject {
  const { operations, version } = input;
  const schemas = {
    ...renderSchemas(input.answers, 'output', input),
    ...renderSchemas(input.bodies, 'input', input),
  };
  const paths: { [path: string]: JsonObject } = {};
  for (const operation of operations) {
    const methods = paths[operation.path] ?? {};
    methods[operation.method.toLowerCase()] = renderOperation(operation, {
      roleOf: input.roleOf,
      toSchema: (schema, io) => toSchema(schema, io, input),
    });
    paths[operation.path] = methods;
  }
  const responses = renderRefusals(operations);
  const used = reachable(schemas, { paths, responses });
  return {
    openapi: '3.1.1',
    info: { title: 'hvitals', version, description: about, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/', description: 'This hvitals' }],
    security: [{ token: [] }, { session: [] }],
    tags: Object.entries(groups)
      .filter(([group]) => operations.some((one) => one.group === group))
      .map(([group, description]) => ({ name: group, description })),
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token, made by `hvitals token add` or on the page of tokens.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-hvitals_session',
          description: 'The session of somebody who logged in by a browser.',
        },
      },
      responses,
      schemas: Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name))),
    },
  };
}

/** No component is called so. */
const inlineId = '-';

/** One schema with references to those that have a name. */
function toSchema(schema: z.ZodType, io: 'input' | 'output', { answers, bodies, closed = false }: OpenApiInput): JsonObject {
  const named = io === 'output' ? answers : bodies;
  const known = [...named].find(([, one]) => one === schema)?.[0];
  if (known !== undefined) return { $ref: refTo(known) };
  const registry = toRegistry(new Map([...named, [inlineId, schema]]));
  return tidy(
    z.toJSONSchema(registry, { uri: refTo, io, unrepresentable: 'any' }).schemas[inlineId] ?? {},
    closed || io === 'input',
  );
}

function renderSchemas(named: ReadonlyMap<string, z.ZodType>, io: 'input' | 'output', input: OpenApiInput): JsonObject {
  const { schemas } = z.toJSONSchema(toRegistry(named), { uri: refTo, io, unrepresentable: 'any' });
  const isClosed = input.closed === true || io === 'input';
  return Object.fromEntries(
    Object.entries(schemas)
      .filter(([name]) => named.has(name))
      .map(([name, schema]) => {
        const tidied = tidy(schema, isClosed);
        if (io === 'input') leaveToServer(tidied);
        input.describe(name, tidied);
        return [name, tidied];
      }),
  );
}

function toRegistry(named: ReadonlyMap<string, z.ZodType>) {
  const registry = z.registry<{ readonly id: string }>();
  for (const [id, schema] of named) registry.add(schema, { id });
  return registry;
}

function refTo(name: string): string {
  return `#/components/schemas/${name}`;
}

/** The server knows by itself who does something, and wants it said only where there is no log-in. */
function leaveToServer(schema: JsonObject): void {
  if (!Array.isArray(schema.required)) return;
  schema.required = schema.required.filter((name) => name !== 'by' && name !== 'createdBy');
}

/** Without what only says that it is a schema; open for members to come, unless it is closed. */
function tidy(schema: object, isClosed: boolean): JsonObject {
  const plain: JsonObject = JSON.parse(JSON.stringify(schema));
  const { $schema: _, $id: __, ...rest } = plain;
  simplify(rest, isClosed);
  return rest;
}

function simplify(value: JsonValue, isClosed: boolean): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) {
    if (!isClosed && value.additionalProperties === false) delete value.additionalProperties;
    // That a whole number is one that JavaScript can hold says nothing to anybody.
    if (value.minimum === Number.MIN_SAFE_INTEGER) delete value.minimum;
    if (value.maximum === Number.MAX_SAFE_INTEGER) delete value.maximum;
  }
  for (const inner of Object.values(value)) simplify(inner, isClosed);
}

/** Names of the schemas that are referred to, by way of others too. */
function reachable(schemas: JsonObject, users: JsonObject): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (value: JsonValue): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (seen.has(name)) continue;
      seen.add(name);
      visit(schemas[name] ?? null);
    }
  };
  visit(users);
  return seen;
}
