import { z } from 'zod';
import { config } from './schema.ts';

/** Keys that the schema allows in the mapping at `path`; the data decides between the kinds of target. */
export function validKeysAt(path: readonly PropertyKey[], data: unknown): readonly string[] {
  let schema: unknown = config;
  let value = data;
  for (const part of path) {
    schema = childOf(narrow(schema, value), part);
    value = typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined;
  }
  const last = narrow(schema, value);
  return last instanceof z.ZodObject ? Object.keys(last.shape) : [];
}

/** Takes defaults, optionals and what is checked before off, and picks the member of a tagged union that accepts the value's tag. */
function narrow(schema: unknown, value: unknown): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return narrow(schema.def.innerType, value);
  }
  if (schema instanceof z.ZodPipe) return narrow(schema.def.out, value);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const tag = typeof value === 'object' && value !== null ? Reflect.get(value, schema.def.discriminator) : undefined;
    return schema.options.find((option) => {
      const literal = option instanceof z.ZodObject ? option.shape[schema.def.discriminator] : undefined;
      return literal instanceof z.ZodLiteral && literal.values.has(tag as never);
    });
  }
  return schema;
}

function childOf(schema: unknown, part: PropertyKey): unknown {
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return schema instanceof z.ZodObject ? schema.shape[String(part)] : undefined;
}
