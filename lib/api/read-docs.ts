import { describeType, isObject, type TypeRow, type TypeWord, textOf, typeWords } from './describe-type.ts';
import { exampleBody } from './example-body.ts';
import type { JsonObject, JsonValue } from './render-openapi.ts';

export interface OperationDocs {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  /** The least role that may do it: viewer, operator, admin, wall-link, or none. */
  readonly role: string;
  /** Of path, query and headers. */
  readonly parameters: readonly ParameterDocs[];
  readonly body: SchemaDocs | undefined;
  readonly answers: readonly AnswerDocs[];
  /** The part of an example for curl that comes before the address, the address without its origin, and the body. */
  readonly example: { readonly options: readonly string[]; readonly path: string; readonly body: string | undefined };
}

export interface ParameterDocs extends Pick<TypeRow, 'name' | 'type' | 'isRequired' | 'description'> {
  readonly place: string;
}

export interface SchemaDocs {
  readonly type: readonly TypeWord[];
  readonly rows: readonly TypeRow[];
}

export interface AnswerDocs {
  readonly status: string;
  readonly description: string;
  /** Undefined where there is no body, or it is a problem. */
  readonly schema: SchemaDocs | undefined;
}

/** What the page of docs shows, made of the document. */
export interface ApiDocs {
  readonly version: string;
  readonly description: string;
  readonly groups: readonly {
    readonly name: string;
    readonly description: string;
    readonly operations: readonly OperationDocs[];
  }[];
  readonly types: readonly (SchemaDocs & { readonly name: string; readonly description: string })[];
}

/** The document → what people read. Pure. */
export function readDocs(document: JsonObject): ApiDocs {
  const { info, tags, paths, components } = document;
  const schemas = at(components, 'schemas');
  const responses = at(components, 'responses');
  const operations = Object.entries(isObject(paths) ? paths : {}).flatMap(([path, methods]) =>
    Object.entries(isObject(methods) ? methods : {}).flatMap(([method, operation]) =>
      isObject(operation)
        ? [{ group: listOf(operation.tags)[0], docs: toOperation({ path, method, operation }, { schemas, responses }) }]
        : [],
    ),
  );
  return {
    version: textOf(at({ info: info ?? {} }, 'info').version),
    description: textOf(at({ info: info ?? {} }, 'info').description),
    groups: listOf(tags)
      .filter(isObject)
      .map(({ name, description }) => ({
        name: textOf(name),
        description: textOf(description),
        operations: operations.filter(({ group }) => group === name).map(({ docs }) => docs),
      })),
    types: Object.entries(schemas)
      .flatMap(([name, schema]) =>
        isObject(schema) ? [{ name, description: textOf(schema.description), ...toSchema(schema) }] : [],
      )
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

interface Placed {
  readonly path: string;
  readonly method: string;
  readonly operation: JsonObject;
}

function toOperation(
  { path, method, operation }: Placed,
  { schemas, responses }: { readonly schemas: JsonObject; readonly responses: JsonObject },
): OperationDocs {
  const parameters = listOf(operation.parameters).filter(isObject).map(toParameter);
  const body = contentOf(operation.requestBody);
  const answers = Object.entries(at(operation, 'responses')).flatMap(([status, answer]) => {
    if (!isObject(answer)) return [];
    const known = typeof answer.$ref === 'string' ? at(responses, answer.$ref.split('/').at(-1) ?? '') : answer;
    const schema = Number(status) < 400 ? contentOf(known) : undefined;
    return [
      { status, description: textOf(known.description), schema: schema === undefined ? undefined : toSchema(schema, schemas) },
    ];
  });
  return {
    id: textOf(operation.operationId),
    method: method.toUpperCase(),
    path,
    summary: textOf(operation.summary),
    description: textOf(operation.description),
    role: textOf(operation['x-hvitals-role']),
    parameters,
    body: body === undefined ? undefined : toSchema(body, schemas),
    answers,
    example: toExample({ path, method, operation }, parameters, body && JSON.stringify(exampleBody(body, schemas))),
  };
}

function toParameter({ name, in: place, required, description, schema }: JsonObject): ParameterDocs {
  return {
    name: textOf(name),
    place: textOf(place),
    type: isObject(schema) ? typeWords(schema) : [],
    isRequired: required === true,
    description: textOf(description),
  };
}

/** What a schema with a name of its own holds stands here as well, where `schemas` are given to look it up. */
function toSchema(schema: JsonObject, schemas: JsonObject = {}): SchemaDocs {
  const named = typeof schema.$ref === 'string' ? at(schemas, schema.$ref.split('/').at(-1) ?? '') : schema;
  return { type: typeWords(schema), rows: describeType(named) };
}

/** The schema of a body in JSON. */
function contentOf(holder: JsonValue | undefined): JsonObject | undefined {
  if (!isObject(holder)) return undefined;
  const { schema } = at(at(holder, 'content'), 'application/json');
  return isObject(schema) ? schema : undefined;
}

const values: Readonly<Record<string, string>> = {
  vmId: '7e570001-0000-4000-8000-000000000001',
  host: 'hv01',
  fingerprint: '9d2b4c',
  subject: 'host:hv01',
  series: 'hvitals_scrape_success{collector="vm"}',
  from: '2026-11-23T06:00:00Z',
};

function toExample(
  { path, method, operation }: Placed,
  parameters: readonly ParameterDocs[],
  body?: string,
): OperationDocs['example'] {
  const known = operation['x-hvitals-role'] === 'none' ? [] : ['-H "Authorization: Bearer $HVITALS_TOKEN"'];
  const isRead = method === 'get';
  const stream = JSON.stringify(operation.responses ?? {}).includes('text/event-stream') ? ['-N'] : [];
  const search = new URLSearchParams();
  for (const { name, place, isRequired } of parameters) {
    if (place === 'query' && isRequired) search.append(name, values[name] ?? 'x');
  }
  return {
    options: isRead
      ? [...stream, ...known]
      : [
          `-X ${method.toUpperCase()}`,
          ...known,
          "-H 'x-hvitals-request: 1'",
          ...(body === undefined ? [] : ["-H 'content-type: application/json'"]),
        ],
    path: `${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '1f0c')}${search.size === 0 ? '' : `?${search}`}`,
    body,
  };
}

function at(holder: JsonValue | undefined, name: string): JsonObject {
  const inner = isObject(holder) ? holder[name] : undefined;
  return isObject(inner) ? inner : {};
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
