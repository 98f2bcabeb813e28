import type { ReactNode } from 'react';
import type { TableSpec } from './table-state.ts';

/** One column of a large table. */
export interface TableColumn<Row> {
  readonly id: string;
  readonly title: string;
  /** Stands above the column in place of the title. */
  readonly heading?: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** What stands in the CSV file. */
  readonly text: (row: Row) => string | number | null;
  /** What to sort by; undefined sorts last. Without it the column cannot be sorted. */
  readonly sort?: (row: Row) => string | number | undefined;
  readonly numeric?: boolean;
  /** Class of the column's width. */
  readonly width: string;
  /** True where the column shows only on request. */
  readonly unusual?: boolean;
  /** Place on a phone, where a row is a card; those without one are left out there. */
  readonly phone?: 'head' | 'corner' | 'line';
}

/** A property of rows whose values can be chosen. */
export interface TableFacet<Row> {
  /** Its name in the URL. */
  readonly id: string;
  readonly title: string;
  /** The row's value, or several; undefined or an empty list where it has none. */
  readonly value: (row: Row) => string | readonly string[] | undefined;
  /** A value as people read it. */
  readonly label: (value: string) => ReactNode;
  /** What a search in the list of values looks at; the value itself where it is missing. */
  readonly words?: (value: string) => string;
  /** Compares two values for the list; by text where it is missing. */
  readonly order?: (a: string, b: string) => number;
}

/** Value of a facet that a row does not have. A URL may hold it, so it is no value that a label or host can be called. */
export const absentValue = '\u2205';

/** What a URL is checked against. */
export function toSpec<Row>(columns: readonly TableColumn<Row>[], facets: readonly string[]): TableSpec {
  return {
    columns: columns.map(({ id, sort, unusual = false }) => ({ id, sortable: sort !== undefined, usual: !unusual })),
    facets,
  };
}

/** A name as a sort key: letters without case, numbers by their value, so that web-2 stands before web-10. */
export function naturalKey(text: string): string {
  return text.toLowerCase().replaceAll(/\d+/g, (digits) => digits.padStart(12, '0'));
}
