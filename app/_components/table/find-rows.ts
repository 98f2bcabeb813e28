import type { Steps } from '#app/_queries/run-in-slices.ts';
import { absentValue, type TableColumn, type TableFacet } from './table-column.ts';
import type { TableState } from './table-state.ts';

type SortKey = string | number | undefined;
type Keyed<Item> = readonly [key: SortKey, item: Item];
export type RowQuery = Pick<TableState, 'text' | 'facets' | 'sort'>;

/** Rows that are looked at in one step. */
const stepRows = 500;
/** Rows that are sorted in one step; longer lists are merged from such runs. */
const runRows = 1_000;

/**
 * Filters and sorts rows by the columns and facets of one table. What is searched and sorted by is worked out once for each item: an item
 * that is the same object as before is taken to be the same. Pure but for that memory.
 */
export class RowFinder<Item extends object> {
  readonly #columns: ReadonlyMap<string, TableColumn<Item>>;
  readonly #facets: ReadonlyMap<string, TableFacet<Item>>;
  readonly #search: (item: Item) => string;
  readonly #texts = new WeakMap<Item, string>();
  readonly #keys = new Map<string, WeakMap<Item, Keyed<Item>>>();

  constructor(columns: readonly TableColumn<Item>[], facets: readonly TableFacet<Item>[], search: (item: Item) => string) {
    this.#columns = new Map(columns.map((column) => [column.id, column]));
    this.#facets = new Map(facets.map((facet) => [facet.id, facet]));
    this.#search = search;
  }

  /** The items that fit, in order. Those without a sort key come last, and equals stay in the order of `items`. */
  *find(items: readonly Item[], { text, facets, sort }: RowQuery): Steps<readonly Item[]> {
    const fitting = yield* this.#filter(items, text, facets);
    const key = sort === undefined ? undefined : this.#columns.get(sort.id)?.sort;
    if (sort === undefined || key === undefined) return fitting;
    const known = this.#keys.get(sort.id) ?? new WeakMap<Item, Keyed<Item>>();
    this.#keys.set(sort.id, known);
    const keyed: Keyed<Item>[] = [];
    for (const item of fitting) {
      const one = known.get(item) ?? ([key(item), item] as const);
      known.set(item, one);
      if (keyed.push(one) % stepRows === 0) yield;
    }
    const sorted = yield* sortInRuns(keyed, sort.descending ? byKeyDown : byKey);
    return sorted.map(([, item]) => item);
  }

  /** Values of a facet among the items that fit all other filters, with their numbers. */
  *count(id: string, items: readonly Item[], { text, facets }: RowQuery): Steps<ReadonlyMap<string, number>> {
    const { [id]: _, ...others } = facets;
    const counts = new Map<string, number>();
    const facet = this.#facets.get(id);
    if (facet === undefined) return counts;
    let seen = 0;
    for (const item of yield* this.#filter(items, text, others)) {
      for (const value of valuesOf(facet.value(item))) counts.set(value, (counts.get(value) ?? 0) + 1);
      seen += 1;
      if (seen % stepRows === 0) yield;
    }
    return counts;
  }

  *#filter(items: readonly Item[], text: string, facets: RowQuery['facets']): Steps<readonly Item[]> {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = Object.entries(facets).flatMap(([id, values]) => {
      const facet = this.#facets.get(id);
      return facet === undefined ? [] : [{ facet, values: new Set(values) }];
    });
    if (words.length === 0 && chosen.length === 0) return items;
    const fitting: Item[] = [];
    let seen = 0;
    for (const item of items) {
      const fits = chosen.every(({ facet, values }) => valuesOf(facet.value(item)).some((value) => values.has(value)));
      if (fits && words.every((word) => this.#textOf(item).includes(word))) fitting.push(item);
      seen += 1;
      if (seen % stepRows === 0) yield;
    }
    return fitting;
  }

  #textOf(item: Item): string {
    const known = this.#texts.get(item);
    if (known !== undefined) return known;
    const text = this.#search(item).toLowerCase();
    this.#texts.set(item, text);
    return text;
  }
}

/** What a row counts as in a facet; a row without a value counts as absent. */
function valuesOf(value: string | readonly string[] | undefined): readonly string[] {
  const values = typeof value === 'string' ? [value] : (value ?? []);
  return values.length === 0 ? absentOnly : values;
}
const absentOnly: readonly string[] = [absentValue];

/** A stable sort that can be left off in between: runs are sorted, then merged two by two. */
function* sortInRuns<Value>(values: readonly Value[], compare: (a: Value, b: Value) => number): Steps<readonly Value[]> {
  let runs: (readonly Value[])[] = [];
  for (let start = 0; start < values.length; start += runRows) {
    runs.push(values.slice(start, start + runRows).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: (readonly Value[])[] = [];
    for (let index = 0; index < runs.length; index += 2) {
      merged.push(yield* merge(runs[index] ?? [], runs[index + 1] ?? [], compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<Value>(
  first: readonly Value[],
  second: readonly Value[],
  compare: (a: Value, b: Value) => number,
): Steps<readonly Value[]> {
  const merged: Value[] = [];
  let [left, right] = [0, 0];
  while (left < first.length || right < second.length) {
    const [a, b] = [first[left], second[right]];
    const takesFirst = right >= second.length || (left < first.length && compare(a as Value, b as Value) <= 0);
    if (takesFirst) left += 1;
    else right += 1;
    if (merged.push((takesFirst ? a : b) as Value) % runRows === 0) yield;
  }
  return merged;
}

function byKey([a]: Keyed<unknown>, [b]: Keyed<unknown>): number {
  return absentLast(a, b) ?? compareKeys(a, b);
}

function byKeyDown([a]: Keyed<unknown>, [b]: Keyed<unknown>): number {
  return absentLast(a, b) ?? compareKeys(b, a);
}

/** Undefined where both are there. */
function absentLast(a: SortKey, b: SortKey): number | undefined {
  if (a !== undefined && b !== undefined) return undefined;
  return Number(a === undefined) - Number(b === undefined);
}

function compareKeys(a: SortKey, b: SortKey): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [first, second] = [String(a), String(b)];
  return first < second ? -1 : Number(first > second);
}
