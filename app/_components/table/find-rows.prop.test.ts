import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runAtOnce } from '#app/_queries/run-in-slices.ts';
import { RowFinder } from './find-rows.ts';
import { absentValue, type TableColumn, type TableFacet } from './table-column.ts';

interface Item {
  readonly name: string;
  readonly rank: number | undefined;
  readonly tags: readonly string[];
}

const column = (id: string, sort: NonNullable<TableColumn<Item>['sort']>): TableColumn<Item> => ({
  id,
  title: id,
  cell: () => null,
  text: () => null,
  width: '',
  sort,
});
const columns = [column('name', ({ name }) => name), column('rank', ({ rank }) => rank)];
const facet = (id: string, value: TableFacet<Item>['value']): TableFacet<Item> => ({ id, title: id, value, label: (one) => one });
const facets = [facet('tag', ({ tags }) => tags), facet('rank', ({ rank }) => (rank === undefined ? undefined : String(rank)))];
const search = ({ name }: Item) => name;

const item = fc.record({
  name: fc.string({ unit: fc.constantFrom('a', 'B', 'c'), maxLength: 3 }),
  rank: fc.option(fc.nat(3), { nil: undefined }),
  tags: fc.subarray(['x', 'y']),
});
const query = fc.record({
  text: fc.constantFrom('', 'a', 'b A', ' c '),
  facets: fc.constantFrom({}, { tag: ['x'] }, { tag: [absentValue], rank: ['1', '2'] }, { stranger: ['x'] }),
  sort: fc.constantFrom(
    undefined,
    { id: 'name', descending: false },
    { id: 'rank', descending: false },
    { id: 'rank', descending: true },
  ),
});

/** The same, said in the plainest way. */
function fitsPlainly({ name, rank, tags }: Item, text: string, chosen: Readonly<Record<string, readonly string[]>>): boolean {
  const words = text.toLowerCase().split(' ').filter(Boolean);
  const ranks = [rank === undefined ? absentValue : String(rank)];
  const fits = (values: readonly string[] | undefined, own: readonly string[]) =>
    values?.some((one) => own.includes(one)) ?? true;
  return (
    words.every((word) => name.toLowerCase().includes(word)) &&
    fits(chosen.tag, tags.length === 0 ? [absentValue] : tags) &&
    fits(chosen.rank, ranks)
  );
}

test('rows are filtered and sorted as in the plainest way, also when asked again and about other items', () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 30 }), fc.array(query, { minLength: 1, maxLength: 4 }), (items, queries) => {
      const finder = new RowFinder(columns, facets, search);
      for (const { text, facets: chosen, sort } of queries) {
        const expected = items.filter((one) => fitsPlainly(one, text, chosen));
        const sign = sort?.descending === true ? -1 : 1;
        if (sort?.id === 'name') expected.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
        if (sort?.id === 'rank') {
          const last = Number.POSITIVE_INFINITY;
          expected.sort((a, b) => {
            if (a.rank === b.rank) return 0;
            return a.rank === undefined ? 1 : b.rank === undefined ? -1 : sign * (a.rank ?? last) - sign * (b.rank ?? last);
          });
        }
        expect(runAtOnce(finder.find(items, { text, facets: chosen, sort }))).toEqual(expected);
      }
    }),
  );
});

test('a long list is sorted in steps, and equals keep their order', () => {
  const items = Array.from({ length: 5_321 }, (_, index): Item => ({ name: String(index), rank: (index * 7) % 13, tags: [] }));
  const steps = new RowFinder(columns, facets, search).find(items, {
    text: '',
    facets: {},
    sort: { id: 'rank', descending: true },
  });
  let pauses = 0;
  let next = steps.next();
  for (; next.done !== true; next = steps.next()) pauses += 1;
  expect(next.value).toEqual(items.toSorted((a, b) => (b.rank ?? 0) - (a.rank ?? 0)));
  expect(pauses).toBeGreaterThan(15);
});

test('a facet counts the items that fit all other filters', () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 30 }), query, (items, asked) => {
      const counts = runAtOnce(new RowFinder(columns, facets, search).count('tag', items, asked));
      const others = items.filter((one) => fitsPlainly(one, asked.text, { ...asked.facets, tag: ['x', 'y', absentValue] }));
      for (const value of ['x', 'y'])
        expect(counts.get(value) ?? 0).toBe(others.filter(({ tags }) => tags.includes(value)).length);
      expect(counts.get(absentValue) ?? 0).toBe(others.filter(({ tags }) => tags.length === 0).length);
    }),
  );
});
