import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

/** A reader of RFC 4180 of its own: fields may be quoted, quotes are doubled. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quoted && character === '"' && text[at + 1] === '"') {
      field += '"';
      at += 1;
    } else if (character === '"') quoted = !quoted;
    else if (!quoted && character === ',') {
      rows.at(-1)?.push(field);
      field = '';
    } else if (!quoted && character === '\r' && text[at + 1] === '\n') {
      rows.at(-1)?.push(field);
      field = '';
      rows.push([]);
      at += 1;
    } else field += character;
  }
  return rows.slice(0, -1);
}

const text = fc.string({ unit: 'binary', maxLength: 40 });

test('what was written is read again, with an apostrophe at most', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
      const written = toCsv(['a', 'b'], rows);
      expect(written.startsWith('\uFEFFa,b\r\n')).toBe(true);
      const read = parse(written.slice(1)).slice(1);
      const without = (cell: string, original: string) => (cell === `'${original}` ? original : cell);
      expect(read.map((row, y) => row.map((cell, x) => without(cell, rows[y]?.[x] ?? '')))).toEqual(rows);
    }),
  );
});

test('no field of any text begins a formula', () => {
  fc.assert(
    fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '＝', ' =', '\u200b='), text, (start, rest) => {
      const [, row = []] = parse(toCsv(['a'], [[`${start}${rest}`]]).slice(1));
      expect(row[0]?.startsWith("'")).toBe(true);
    }),
  );
});

test('numbers stay numbers, and what is missing is empty', () => {
  expect(toCsv(['n', 'm', 'x'], [[-5.5, null, Number.NaN]])).toBe('\uFEFFn,m,x\r\n-5.5,,\r\n');
});
