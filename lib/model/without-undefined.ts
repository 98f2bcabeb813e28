/**
 * The same object without its undefined properties, so that equal readings are equal as JSON and as objects.
 * Property order is kept.
 */
export function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, property]) => property !== undefined)) as T;
}
