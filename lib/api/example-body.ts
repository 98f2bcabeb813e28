import { isObject } from './describe-type.ts';
import type { JsonObject, JsonValue } from './render-openapi.ts';

/** What a member of this name may well hold. */
const known: Readonly<Record<string, JsonValue>> = {
  by: 'Ann',
  createdBy: 'Ann',
  comment: 'patch night',
  note: 'on it',
  name: 'patch night',
  matchers: ['vm="web-1"'],
  fingerprints: ['9d2b4c'],
};
const times: Readonly<Record<string, string>> = { startsAt: '2030-01-07T22:00:00Z', endsAt: '2030-01-08T06:00:00Z' };

/** A body that the schema takes, with the members that it must have. Pure. */
export function exampleBody(schema: JsonObject, schemas: JsonObject, name = ''): JsonValue {
  const found = known[name];
  if (found !== undefined) return found;
  const time = times[name];
  if (time !== undefined) return schema.type === 'integer' ? Date.parse(time) : time;
  const { $ref, type, properties, required, anyOf, oneOf, items } = schema;
  if (typeof $ref === 'string') {
    const named = schemas[$ref.split('/').at(-1) ?? ''];
    return isObject(named) ? exampleBody(named, schemas, name) : null;
  }
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0] ?? null;
  const shape = [anyOf, oneOf].flatMap((all) => (Array.isArray(all) ? all.filter(isObject) : []))[0];
  if (shape !== undefined) return exampleBody(shape, schemas, name);
  if (isObject(properties)) {
    const needed = Array.isArray(required) ? required : [];
    return Object.fromEntries(
      Object.entries(properties).flatMap(([member, inner]) =>
        needed.includes(member) && isObject(inner) ? [[member, exampleBody(inner, schemas, member)]] : [],
      ),
    );
  }
  if (type === 'array') return isObject(items) ? [exampleBody(items, schemas)] : [];
  if (type === 'boolean') return false;
  if (type === 'number' || type === 'integer') return typeof schema.minimum === 'number' ? schema.minimum : 1;
  return name;
}
