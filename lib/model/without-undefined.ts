/**
 * The same object without its undefined properties, so that equal readings are equal as JSON and as objects; the very object where it has
 * none. Property order is kept.
 */
export function withoutUndefined<T extends object>(value: T): T {
  const properties = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(properties);
  if (names.every((name) => properties[name] !== undefined)) return value;
  // A loop, not entries and back: most readings of most scrapes come through here.
  const kept: Record<string, unknown> = {};
  for (const name of names) if (properties[name] !== undefined) kept[name] = properties[name];
  return kept as T;
}
