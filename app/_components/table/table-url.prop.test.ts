import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  plainTable,
  type TableSpec,
  type TableState,
  toggleColumn,
  toggleFacet,
  toggleSort,
  visibleColumns,
} from './table-state.ts';
import { parseTableUrl, toTableSearch } from './table-url.ts';

const spec: TableSpec = {
  columns: [
    { id: 'name', sortable: true, usual: true },
    { id: 'host', sortable: true, usual: true },
    { id: 'labels', sortable: false, usual: false },
  ],
  facets: ['level', 'host', 'label.'],
};
const parse = (search: string) => parseTableUrl(new URLSearchParams(search), spec);
const write = (state: TableState, before = '') => toTableSearch(state, spec, new URLSearchParams(before));

const facetName = fc.constantFrom('level', 'host', 'label.site', 'label.a&b=c');
const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((one) => one.isWellFormed());
const state: fc.Arbitrary<TableState> = fc.record({
  text: fc.string({ unit: 'grapheme', maxLength: 60 }).filter((one) => one.trim() !== '' && one.isWellFormed()),
  facets: fc.dictionary(facetName, fc.uniqueArray(value, { minLength: 1, maxLength: 5 }), { maxKeys: 3, noNullPrototype: true }),
  sort: fc.option(fc.record({ id: fc.constantFrom('name', 'host'), descending: fc.boolean() }), { nil: undefined }),
  columns: fc.constantFrom(undefined, ['name'], ['name', 'labels'], ['name', 'host', 'labels']),
});

describe('a table in the URL', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(state, (one) => {
        expect(parse(write(one))).toEqual(one);
      }),
    );
  });

  test('garbage never throws, and what comes out of it is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (garbage) => {
        const once = parse(garbage);
        expect(parse(write(once))).toEqual({ ...once, text: once.text.trim() === '' ? '' : once.text });
      }),
    );
  });

  test('a plain table has a plain URL', () => {
    expect(write(plainTable)).toBe('');
    expect(parse('')).toEqual(plainTable);
  });

  test.each([
    ['an unknown column to sort by', 'sort=password'],
    ['a column that cannot be sorted', 'sort=labels'],
    ['a sort that is no word', 'sort=--name'],
    ['an unknown facet', 'colour=red'],
    ['a facet without a value', 'level='],
    ['a label without a name', 'label.=x'],
    ['columns that are not there', 'columns=nothing,,%00'],
    ['names of Object.prototype', '__proto__=x&constructor=y'],
  ])('%s is as if it were not there', (_, search) => {
    expect(parse(search)).toEqual(plainTable);
  });

  test('text and lists have limits', () => {
    expect(parse(`q=${'x'.repeat(5_000)}`).text).toHaveLength(200);
    expect(parse(Array.from({ length: 500 }, (_, index) => `host=h${index}`).join('&')).facets.host).toHaveLength(100);
  });

  test('parameters of others stay', () => {
    expect(write(toggleFacet(plainTable, 'level', 'critical'), 'range=6h&level=ok&sort=name')).toBe('?range=6h&level=critical');
  });
});

describe('changes', () => {
  test('a heading sorts up, down, and not', () => {
    const up = toggleSort(plainTable, 'host');
    const down = toggleSort(up, 'host');
    expect([up.sort, down.sort, toggleSort(down, 'host').sort]).toEqual([
      { id: 'host', descending: false },
      { id: 'host', descending: true },
      undefined,
    ]);
  });

  test('a value that is taken twice is out again, and an empty facet is none', () => {
    const one = toggleFacet(plainTable, 'level', 'ok');
    expect(toggleFacet(one, 'level', 'ok')).toEqual(plainTable);
  });

  test('the first column cannot be hidden, and the usual ones are no choice', () => {
    const without = toggleColumn(plainTable, 'host', spec);
    expect(without.columns).toEqual(['name']);
    expect(toggleColumn(without, 'host', spec).columns).toBeUndefined();
    expect([...visibleColumns({ ...plainTable, columns: ['labels'] }, spec)]).toEqual(['name', 'labels']);
  });
});
