'use client';

import { useEffect, useMemo, useState } from 'react';
import { runAtOnce, runInSlices } from '#app/_queries/run-in-slices.ts';
import { RowFinder, type RowQuery } from './find-rows.ts';
import type { TableColumn, TableFacet } from './table-column.ts';

interface RowsInput<Item> {
  readonly items: readonly Item[];
  readonly columns: readonly TableColumn<Item>[];
  readonly facets: readonly TableFacet<Item>[];
  readonly state: RowQuery;
  /** Text in which every word of the filter must occur. */
  readonly search: (item: Item) => string;
}

export interface Rows<Item> {
  /** The items that fit, in order. */
  readonly fitting: readonly Item[];
  /** Values of a facet among the items that fit all other filters, with their numbers. */
  readonly valuesOf: (facet: string) => ReadonlyMap<string, number>;
}

/** As many rows are gone through while the page is drawn; longer lists are gone through in slices, and the rows follow a moment later. */
const atOnce = 2_000;

/** Filters, sorts and counts facets. */
export function useRows<Item extends object>({ items, columns, facets, state, search }: RowsInput<Item>): Rows<Item> {
  const finder = useMemo(() => new RowFinder(columns, facets, search), [columns, facets, search]);
  const { text, facets: chosen, sort } = state;
  const query = useMemo((): RowQuery => ({ text, facets: chosen, sort }), [text, chosen, sort]);
  const isLong = items.length > atOnce;
  const [sliced, setSliced] = useState<readonly Item[]>();
  useEffect(() => {
    if (!isLong) return;
    const ending = new AbortController();
    void runInSlices(finder.find(items, query), ending.signal).then((fitting) => {
      if (fitting !== undefined && !ending.signal.aborted) setSliced(fitting);
    });
    return () => ending.abort();
  }, [isLong, finder, items, query]);
  const showsBeginning = !isLong || sliced === undefined;
  // Until a long list has been gone through once, its beginning stands for it.
  const beginning = useMemo(
    () => (showsBeginning ? runAtOnce(finder.find(items.slice(0, atOnce), query)) : []),
    [showsBeginning, finder, items, query],
  );
  const valuesOf = useMemo(() => {
    const counted = new Map<string, ReadonlyMap<string, number>>();
    return (id: string) => {
      const counts = counted.get(id) ?? runAtOnce(finder.count(id, items, query));
      counted.set(id, counts);
      return counts;
    };
  }, [finder, items, query]);
  return { fitting: showsBeginning ? beginning : sliced, valuesOf };
}
