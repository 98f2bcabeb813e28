import { compareRowKeys, parseRowCursor, type RowKey, toRowCursor } from '#lib/api/row-cursor.ts';
import { parseLimit } from './parse-limit.ts';

/** Which part of a list is wanted. */
export interface PageWanted {
  readonly limit: number;
  /** `next` of the part before; the beginning where there is none. */
  readonly cursor?: string | undefined;
}

/** Reads both from the query of a request. What is wrong with them was said before (check-query.ts). */
export function parsePage(params: URLSearchParams, usual: number): PageWanted {
  return { limit: parseLimit(params.get('limit'), usual), cursor: params.get('cursor') || undefined };
}

/** One part of a list that is sorted by these keys, and what to ask with for the next one. Pure. */
export function pageOf<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => RowKey,
  { limit, cursor }: PageWanted,
): { readonly rows: readonly Row[]; readonly next: string | null } {
  const after = cursor === undefined ? undefined : parseRowCursor(cursor);
  const rest = after === undefined ? rows : rows.slice(firstAfter(rows, keyOf, after));
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rest.length > shown.length && last !== undefined ? toRowCursor(keyOf(last)) : null };
}

/** Index of the first row that comes after a key, by halving. */
function firstAfter<Row>(rows: readonly Row[], keyOf: (row: Row) => RowKey, key: RowKey): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row !== undefined && compareRowKeys(keyOf(row), key) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
