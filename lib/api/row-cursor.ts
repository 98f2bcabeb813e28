import { z } from 'zod';

/** What a list is sorted by, for one of its rows: numbers and texts, the first that differs decides, the smaller comes first. */
export type RowKey = readonly (number | string)[];

const rowKey = z
  .array(z.union([z.number(), z.string().max(1_000)]))
  .min(1)
  .max(8);

/** The cursor that asks for what comes after the row of this key. It stays good when rows come and go. Pure. */
export function toRowCursor(key: RowKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key in a cursor; undefined for what is none. Pure. */
export function parseRowCursor(text: string): RowKey | undefined {
  try {
    return rowKey.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Negative where `one` comes before `other`. Keys of different lists cannot be compared, and count as equal. Pure. */
export function compareRowKeys(one: RowKey, other: RowKey): number {
  for (const [index, value] of one.entries()) {
    const against = other[index];
    if (typeof value === 'number' && typeof against === 'number' && value !== against) return value - against;
    if (typeof value === 'string' && typeof against === 'string' && value !== against) return value < against ? -1 : 1;
  }
  return 0;
}
