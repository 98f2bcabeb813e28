/** Where a key leads from a row; undefined for keys that do not move. `page` is how many rows show at once. Pure. */
export function nextRow(key: string, index: number, count: number, page: number): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: index + 1,
    j: index + 1,
    ArrowUp: index - 1,
    k: index - 1,
    PageDown: index + page,
    PageUp: index - page,
    Home: 0,
    End: count - 1,
  };
  const next = Object.hasOwn(moves, key) ? moves[key] : undefined;
  if (next === undefined || count === 0) return undefined;
  return Math.min(Math.max(next, 0), count - 1);
}
