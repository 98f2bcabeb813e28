import type { ZodType } from 'zod';

/**
 * A parser that looks at each object once: saved states stay the same objects until they change, and are asked for at every scrape.
 * Undefined for what does not fit the schema. Pure but for its cache; neither what is given nor what comes back may be changed.
 */
export function parseOnce<Value extends object>(schema: ZodType<Value>): (candidate: unknown) => Value | undefined {
  const parsed = new WeakMap<object, Value | null>();
  return (candidate) => {
    if (typeof candidate !== 'object' || candidate === null) return undefined;
    const known = parsed.get(candidate);
    if (known !== undefined) return known ?? undefined;
    const result = schema.safeParse(candidate);
    parsed.set(candidate, result.success ? result.data : null);
    return result.success ? result.data : undefined;
  };
}
