import {
  type ColumnDef,
  columnFacetingFeature,
  columnFilteringFeature,
  createFacetedRowModel,
  createFacetedUniqueValues,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  type Row,
  type RowData,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import { absentValue, type TableColumn, type TableFacet } from './table-column.ts';
import type { TableState } from './table-state.ts';

const features = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  rowSortingFeature,
  columnFacetingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
  facetedRowModel: createFacetedRowModel(),
  facetedUniqueValues: createFacetedUniqueValues(),
});
type Features = typeof features;
type AnyRow<Item extends RowData> = Row<Features, Item>;

/** The columns of the row model are not those that show: one holds the text to search, one is for each sort and for each facet. */
const searchId = 'search';
const facetId = (id: string) => `facet:${id}`;
const sortId = (id: string) => `sort:${id}`;

interface RowsInput<Item extends RowData> {
  readonly items: readonly Item[];
  readonly columns: readonly TableColumn<Item>[];
  readonly facets: readonly TableFacet<Item>[];
  readonly state: TableState;
  /** Text in which every word of the filter must occur. */
  readonly search: (item: Item) => string;
}

export interface Rows<Item> {
  /** The items that fit, in order. */
  readonly fitting: readonly Item[];
  /** Values of a facet among the items that fit all other filters, with their numbers. */
  readonly valuesOf: (facet: string) => ReadonlyMap<string, number>;
}

/** Filters, sorts and counts facets; the row models of TanStack Table remember what has not changed. */
export function useRows<Item extends RowData>({ items, columns, facets, state, search }: RowsInput<Item>): Rows<Item> {
  const definitions = useMemo(() => toDefinitions(columns, facets, search), [columns, facets, search]);
  const controlled = useMemo(
    () => ({
      globalFilter: toWords(state.text),
      columnFilters: Object.entries(state.facets).map(([id, values]) => ({ id: facetId(id), value: new Set(values) })),
      sorting: state.sort === undefined ? [] : [{ id: sortId(state.sort.id), desc: state.sort.descending }],
    }),
    [state.text, state.facets, state.sort],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: items,
    state: controlled,
    globalFilterFn: hasEveryWord,
    getColumnCanGlobalFilter: (column) => column.id === searchId,
  });
  const { rows } = table.getRowModel();
  const fitting = useMemo(() => rows.map((row) => row.original), [rows]);
  return { fitting, valuesOf: (facet) => table.getColumn(facetId(facet))?.getFacetedUniqueValues() ?? new Map() };
}

function toDefinitions<Item extends RowData>(
  columns: readonly TableColumn<Item>[],
  facets: readonly TableFacet<Item>[],
  search: (item: Item) => string,
): ColumnDef<Features, Item, unknown>[] {
  return [
    { id: searchId, accessorFn: (item) => search(item).toLowerCase() },
    ...columns.flatMap(({ id, sort }): ColumnDef<Features, Item, unknown>[] =>
      sort === undefined ? [] : [{ id: sortId(id), accessorFn: sort, sortFn: compareValues, sortUndefined: 'last' }],
    ),
    ...facets.map(
      ({ id, value }): ColumnDef<Features, Item, unknown> => ({
        id: facetId(id),
        accessorFn: (item) => valuesOf(value(item)),
        getUniqueValues: (item) => valuesOf(value(item)),
        filterFn: isChosen,
      }),
    ),
  ];
}

/** What a row counts as in a facet; a row without a value counts as absent. */
function valuesOf(value: string | readonly string[] | undefined): readonly string[] {
  const values = typeof value === 'string' ? [value] : (value ?? []);
  return values.length === 0 ? absentOnly : values;
}
const absentOnly: readonly string[] = [absentValue];

function toWords(text: string): readonly string[] | undefined {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? undefined : words;
}

function hasEveryWord<Item extends RowData>(row: AnyRow<Item>, id: string, words: readonly string[]): boolean {
  const text = String(row.getValue(id));
  return words.every((word) => text.includes(word));
}

function isChosen<Item extends RowData>(row: AnyRow<Item>, id: string, chosen: ReadonlySet<unknown>): boolean {
  return row.getValue<readonly string[]>(id).some((value) => chosen.has(value));
}

function compareValues<Item extends RowData>(a: AnyRow<Item>, b: AnyRow<Item>, id: string): number {
  const [left, right] = [a.getValue(id), b.getValue(id)];
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [first, second] = [String(left), String(right)];
  return first < second ? -1 : Number(first > second);
}
