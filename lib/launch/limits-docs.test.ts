import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isNamed } from './testdata/is-named.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** Rows of docs/limits.md: what, numbers, and the file with the constant or, for a script, the number itself. */
const rows = read('docs/limits.md')
  .split('\n')
  .flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const place = /^([a-z]\S+\.(?:ts|ps1))(?: `(\w+)`)?$/.exec(cells.at(-2) ?? '');
    if (place === null) return [];
    const numbers = cells.slice(2, -2).map((cell) => Number(cell.replaceAll(',', '')));
    return [{ what: cells[1] ?? '', numbers, file: place[1] ?? '', constant: place[2] }];
  });

describe('docs/limits.md', () => {
  it('has rows', () => {
    expect(rows.length).toBeGreaterThan(45);
    expect(rows.filter(({ numbers }) => numbers.length === 0 || numbers.some(Number.isNaN))).toEqual([]);
  });

  it.each(rows)('says of $what what $file has', ({ numbers, file, constant }) => {
    const source = read(file);
    if (constant === undefined) {
      expect(source).toMatch(new RegExp(`\\b${numbers[0]}\\b`));
      return;
    }
    const declared = new RegExp(`^(?:export )?const ${constant}(?:: \\w+)? = (.+);$`, 'm').exec(source)?.[1] ?? '';
    const inside = /^\{(.+)\}$/.exec(declared)?.[1];
    const values = (inside?.split(',').map((part) => part.replace(/^[^:]*:/, '')) ?? [declared]).map(toNumber);
    expect(values).toEqual(numbers);
  });
});

/** A number, or a product of numbers, as it stands in the source. */
function toNumber(text: string): number {
  return text.split('*').reduce((product, factor) => product * Number(factor.replaceAll('_', '')), 1);
}

describe('docs/threat-model.md', () => {
  const cited = [...read('docs/threat-model.md').matchAll(/\| (\S+\.(?:test|spec)\.ts) `(.+)` \|$/gm)].map(
    ([, file = '', name = '']) => ({
      file,
      name,
    }),
  );

  it('names a test in every row', () => {
    expect(cited.length).toBeGreaterThan(20);
    const tables = read('docs/threat-model.md')
      .split('\n')
      .filter(
        (line) => line.startsWith('| ') && !/^\| (tries to|\||hosts |the machine|what is said|who looks|that it)/.test(line),
      );
    expect(tables).toHaveLength(cited.length);
  });

  it.each(cited)('names a test that is there: $file, $name', ({ file, name }) => {
    expect([file, name, isNamed(read(file), name)]).toEqual([file, name, true]);
  });
});
