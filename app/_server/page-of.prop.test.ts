import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareRowKeys, parseRowCursor, type RowKey, toRowCursor } from '#lib/api/row-cursor.ts';
import { pageOf } from './page-of.ts';

const key = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.string({ maxLength: 3 }), fc.uuid());
const list = fc.uniqueArray(key, { selector: ([, , id]) => id }).map((rows) => rows.toSorted(compareRowKeys));
const keyOf = (row: RowKey) => row;

test('page by page every row comes once, in order, whatever the size of a page', () => {
  fc.assert(
    fc.property(list, fc.integer({ min: 1, max: 7 }), (rows, limit) => {
      const seen: RowKey[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = pageOf(rows, keyOf, { limit, cursor });
        expect(page.rows.length).toBeLessThanOrEqual(limit);
        seen.push(...page.rows);
        if (page.next === null) break;
        cursor = page.next;
      }
      expect(seen).toEqual(rows);
    }),
  );
});

test('rows that come and go between two pages do not make others come twice or not at all', () => {
  fc.assert(
    fc.property(list, list, fc.integer({ min: 1, max: 7 }), (before, extra, limit) => {
      const first = pageOf(before, keyOf, { limit });
      const last = first.rows.at(-1);
      if (first.next === null || last === undefined) return;
      const now = [...before.filter((_, index) => index % 3 !== 0), ...extra].toSorted(compareRowKeys);
      const second = pageOf(now, keyOf, { limit: 1_000, cursor: first.next });
      expect(second.rows).toEqual(now.filter((row) => compareRowKeys(row, last) > 0));
    }),
  );
});

test('a cursor of any key is read back, and nothing else is one', () => {
  fc.assert(fc.property(key, (one) => void expect(parseRowCursor(toRowCursor(one))).toEqual(one)));
  fc.assert(fc.property(fc.string(), (text) => void parseRowCursor(text)));
  expect(['', 'e30', 'W10', 'x'].map(parseRowCursor)).toEqual([undefined, undefined, undefined, undefined]);
});
