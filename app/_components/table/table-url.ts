import { plainTable, type TableSpec, type TableState } from './table-state.ts';

const longestText = 200;
const mostValues = 100;

/** A column's id, with a minus in front where the order is downwards. Not a zod schema: that would add a seventh to the page's script. */
const sortValue = /^(-?)([a-zA-Z.]{1,100})$/;

/** Names that are no facet, although they stand in the same query. */
const ownNames: ReadonlySet<string> = new Set(['q', 'sort', 'columns']);

/** Query of a URL → what the table shows. What does not fit the table is as if it were not there. Pure. */
export function parseTableUrl(params: URLSearchParams, spec: TableSpec): TableState {
  const columnIds = new Set(spec.columns.map(({ id }) => id));
  const columns = params
    .get('columns')
    ?.split(',')
    .filter((id) => columnIds.has(id));
  return {
    text: (params.get('q') ?? plainTable.text).slice(0, longestText),
    facets: parseFacets(params, spec),
    sort: parseSort(params.get('sort'), spec),
    columns: columns === undefined || columns.length === 0 ? undefined : inOrder(columns, spec),
  };
}

function parseFacets(params: URLSearchParams, spec: TableSpec): TableState['facets'] {
  const facets: Record<string, string[]> = {};
  for (const name of new Set(params.keys())) {
    if (ownNames.has(name) || !isFacet(name, spec)) continue;
    const values = params.getAll(name).filter((value) => value !== '' && value.length <= longestText);
    const known = [...new Set(values)].slice(0, mostValues);
    if (known.length > 0) facets[name] = known;
  }
  return facets;
}

function isFacet(name: string, spec: TableSpec): boolean {
  if (name.length > longestText) return false;
  return spec.facets.some((facet) => (facet.endsWith('.') ? name.startsWith(facet) && name !== facet : name === facet));
}

function parseSort(value: string | null, spec: TableSpec): TableState['sort'] {
  const [, minus, id] = sortValue.exec(value ?? '') ?? [];
  if (id === undefined) return undefined;
  const descending = minus === '-';
  return spec.columns.some((column) => column.id === id && column.sortable) ? { id, descending } : undefined;
}

function inOrder(columns: readonly string[], spec: TableSpec): readonly string[] {
  return spec.columns.map(({ id }) => id).filter((id) => columns.includes(id));
}

/** The same back. Defaults are left out, so that a plain table has a plain URL; foreign parameters stay. */
export function toTableSearch(state: TableState, spec: TableSpec, before: URLSearchParams): string {
  const params = new URLSearchParams();
  for (const [name, value] of before) if (!ownNames.has(name) && !isFacet(name, spec)) params.append(name, value);
  if (state.text.trim() !== '') params.set('q', state.text);
  for (const [name, values] of Object.entries(state.facets)) for (const value of values) params.append(name, value);
  if (state.sort !== undefined) params.set('sort', `${state.sort.descending ? '-' : ''}${state.sort.id}`);
  if (state.columns !== undefined) params.set('columns', state.columns.join(','));
  return params.size === 0 ? '' : `?${params}`;
}
