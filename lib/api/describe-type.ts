import type { JsonObject, JsonValue } from './render-openapi.ts';

/** One line of a schema that people read: a member, at its depth, with the words of its type. */
export interface TypeRow {
  readonly depth: number;
  /** '' for what has no name, such as one of several shapes. */
  readonly name: string;
  readonly type: readonly TypeWord[];
  readonly isRequired: boolean;
  readonly description: string;
}

/** A piece of a type: words, or the name of a schema that is described elsewhere. */
export type TypeWord = { readonly text: string } | { readonly ref: string };

const deepest = 6;

/** A schema as lines, members of members below them; what has a name of its own is only named. Pure. */
export function describeType(schema: JsonObject, depth = 0): readonly TypeRow[] {
  if (depth > deepest || typeof schema.$ref === 'string') return [];
  const own = membersOf(schema).flatMap(([name, member, isRequired]): readonly TypeRow[] => [
    { depth, name, type: typeWords(member), isRequired, description: textOf(member.description) },
    ...describeType(member, depth + 1),
  ]);
  const inner = [schema.items, schema.additionalProperties].filter(isObject).flatMap((one) => describeType(one, depth));
  const shapes = [schema.anyOf, schema.oneOf].flatMap((all) => (Array.isArray(all) ? all.filter(isObject) : []));
  const several = shapes.filter((shape) => membersOf(shape).length > 0).length > 1;
  const other = shapes.flatMap((shape): readonly TypeRow[] => {
    const rows = describeType(shape, several ? depth + 1 : depth);
    if (!several || rows.length === 0) return rows;
    const type = [{ text: 'or' }];
    return [{ depth, name: '', type, isRequired: true, description: textOf(shape.description) }, ...rows];
  });
  return [...own, ...inner, ...other];
}

function membersOf({
  properties,
  required,
}: JsonObject): readonly (readonly [name: string, schema: JsonObject, isRequired: boolean])[] {
  if (!isObject(properties)) return [];
  const needed = Array.isArray(required) ? required : [];
  return Object.entries(properties).flatMap(([name, schema]) =>
    isObject(schema) ? [[name, schema, needed.includes(name)]] : [],
  );
}

/** The type in words: `string`, `list of Vm`, `"a" | "b"`, `number or null`. Pure. */
export function typeWords(schema: JsonObject): readonly TypeWord[] {
  const { $ref, type, items, prefixItems, additionalProperties, format } = schema;
  if (typeof $ref === 'string') return [{ ref: $ref.split('/').at(-1) ?? '' }];
  if (schema.const !== undefined) return [{ text: JSON.stringify(schema.const) }];
  if (Array.isArray(schema.enum)) return [{ text: schema.enum.map((one) => JSON.stringify(one)).join(' | ') }];
  const shapes = [schema.anyOf, schema.oneOf].flatMap((all) => (Array.isArray(all) ? all.filter(isObject) : []));
  if (shapes.length > 0) return between(shapes.map(typeWords), ' or ');
  if (Array.isArray(prefixItems)) {
    return [{ text: '[' }, ...between(prefixItems.filter(isObject).map(typeWords), ', '), { text: ']' }];
  }
  if (type === 'array') return isObject(items) ? [{ text: 'list of ' }, ...typeWords(items)] : [{ text: 'list' }];
  if (isObject(additionalProperties)) return [{ text: 'names with ' }, ...typeWords(additionalProperties)];
  const range = rangeOf(schema);
  return [{ text: `${typeof type === 'string' ? type : 'anything'}${typeof format === 'string' ? ` (${format})` : ''}${range}` }];
}

function rangeOf({ minimum, maximum, maxLength, maxItems }: JsonObject): string {
  const most = maxLength ?? maxItems;
  if (typeof minimum === 'number' && typeof maximum === 'number' && maximum < 1e6) return ` ${minimum}–${maximum}`;
  if (typeof minimum === 'number') return ` ≥ ${minimum}`;
  return typeof most === 'number' ? ` ≤ ${most}` : '';
}

function between(parts: readonly (readonly TypeWord[])[], text: string): readonly TypeWord[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [{ text }, ...part]));
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
