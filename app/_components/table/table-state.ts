/** What a large table shows, as it stands in the URL. */
export interface TableState {
  readonly text: string;
  /** Chosen values of each facet; a facet that is not here lets everything through. */
  readonly facets: Readonly<Record<string, readonly string[]>>;
  readonly sort: Sort | undefined;
  /** Visible columns; undefined for the usual ones. */
  readonly columns: readonly string[] | undefined;
}

interface Sort {
  readonly id: string;
  readonly descending: boolean;
}

/** What a table has, so that a URL can be checked against it. */
export interface TableSpec {
  /** In the order in which they stand. */
  readonly columns: readonly { readonly id: string; readonly sortable: boolean; readonly usual: boolean }[];
  /** Facets by name. A name that ends with `.` stands for all that begin so, such as `label.`. */
  readonly facets: readonly string[];
}

export const plainTable: TableState = { text: '', facets: {}, sort: undefined, columns: undefined };

/** A click on a heading: up, down, and back to the table's own order. */
export function toggleSort(state: TableState, id: string): TableState {
  const { sort } = state;
  if (sort?.id !== id) return { ...state, sort: { id, descending: false } };
  return { ...state, sort: sort.descending ? undefined : { id, descending: true } };
}

/** Takes a value of a facet in or out. */
export function toggleFacet(state: TableState, facet: string, value: string): TableState {
  const chosen = state.facets[facet] ?? [];
  return withFacet(state, facet, chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
}

/** Replaces the chosen values of a facet; none lets everything through. */
export function withFacet(state: TableState, facet: string, values: readonly string[]): TableState {
  const { [facet]: _, ...others } = state.facets;
  return { ...state, facets: values.length === 0 ? others : { ...others, [facet]: values } };
}

/** Shows or hides a column; the usual ones are no choice of their own. */
export function toggleColumn(state: TableState, id: string, spec: TableSpec): TableState {
  const visible = visibleColumns(state, spec);
  const next = spec.columns.map((column) => column.id).filter((one) => (one === id ? !visible.has(one) : visible.has(one)));
  const usual = spec.columns.filter((column) => column.usual).map((column) => column.id);
  return { ...state, columns: next.join() === usual.join() ? undefined : next };
}

/** The columns that show; the first one always does, because a row without its name says nothing. */
export function visibleColumns(state: TableState, spec: TableSpec): ReadonlySet<string> {
  const [first] = spec.columns;
  const chosen = state.columns ?? spec.columns.filter((column) => column.usual).map((column) => column.id);
  return new Set(first === undefined ? chosen : [first.id, ...chosen]);
}

/** Whether anything is filtered out. */
export function isFiltered({ text, facets }: TableState): boolean {
  return text.trim() !== '' || Object.keys(facets).length > 0;
}
