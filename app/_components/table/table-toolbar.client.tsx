'use client';

import type { RefObject } from 'react';
import { CheckRow } from '../controls/check-row.client.tsx';
import { buttonClass, inputClass, quietButtonClass } from '../controls/controls.ts';
import { Popup } from '../controls/popup.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { FacetMenu } from './facet-menu.client.tsx';
import type { TableColumn, TableFacet } from './table-column.ts';
import {
  isFiltered,
  type TableSpec,
  type TableState,
  toggleColumn,
  toggleFacet,
  toggleSort,
  visibleColumns,
  withFacet,
} from './table-state.ts';

interface TableToolbarProps<Row> {
  readonly columns: readonly TableColumn<Row>[];
  readonly facets: readonly TableFacet<Row>[];
  readonly spec: TableSpec;
  readonly state: TableState;
  readonly onState: (next: TableState) => void;
  readonly valuesOf: (facet: string) => ReadonlyMap<string, number>;
  readonly filterName: string;
  readonly filterPlaceholder: string;
  readonly filterRef: RefObject<HTMLInputElement | null>;
  /** Arrow down in the filter goes to the first row. */
  readonly onEnterRows: () => void;
  readonly onCsv: () => void;
}

/** Filter, facets, order (on phones), columns, export. */
export function TableToolbar<Row>(props: TableToolbarProps<Row>) {
  const { columns, facets, spec, state, onState, valuesOf, filterRef } = props;
  const t = useTranslate();
  const visible = visibleColumns(state, spec);
  return (
    <search className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2">
      <input
        ref={filterRef}
        type="search"
        data-table-filter=""
        className={`${inputClass} w-full sm:w-64`}
        aria-label={props.filterName}
        placeholder={props.filterPlaceholder}
        value={state.text}
        onChange={(event) => onState({ ...state, text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          props.onEnterRows();
        }}
      />
      {facets.map((facet) => (
        <FacetMenu
          key={facet.id}
          facet={facet}
          values={() => valuesOf(facet.id)}
          chosen={state.facets[facet.id] ?? []}
          onToggle={(value) => onState(toggleFacet(state, facet.id, value))}
          onClear={() => onState(withFacet(state, facet.id, []))}
        />
      ))}
      {isFiltered(state) && (
        <button type="button" className={quietButtonClass} onClick={() => onState({ ...state, text: '', facets: {} })}>
          {t('table.clear')}
        </button>
      )}
      <SortSelect columns={columns} state={state} onState={onState} />
      <div className="flex gap-2 sm:ml-auto">
        <div className="hidden sm:block">
          <Popup label={t('table.columns')} align="right">
            <fieldset>
              <legend className="sr-only">{t('table.columns')}</legend>
              {columns.map(({ id, title }, index) => (
                <CheckRow
                  key={id}
                  checked={visible.has(id)}
                  disabled={index === 0}
                  onChange={() => onState(toggleColumn(state, id, spec))}
                >
                  {title}
                </CheckRow>
              ))}
              {state.columns !== undefined && (
                <button
                  type="button"
                  className={`${quietButtonClass} mt-1`}
                  onClick={() => onState({ ...state, columns: undefined })}
                >
                  {t('table.columns.default')}
                </button>
              )}
            </fieldset>
          </Popup>
        </div>
        <button type="button" className={buttonClass} title={t('table.csv.title')} onClick={props.onCsv}>
          {t('table.csv')}
        </button>
      </div>
    </search>
  );
}

/** Phones have no headings to click. */
function SortSelect<Row>({ columns, state, onState }: Pick<TableToolbarProps<Row>, 'columns' | 'state' | 'onState'>) {
  const t = useTranslate();
  return (
    <select
      className={`${inputClass} sm:hidden`}
      aria-label={t('table.sort')}
      value={state.sort?.id ?? ''}
      onChange={({ target }) => {
        const { sort: _, ...rest } = state;
        const unsorted = { ...rest, sort: undefined };
        onState(target.value === '' ? unsorted : toggleSort(unsorted, target.value));
      }}
    >
      <option value="">{t('table.sort.none')}</option>
      {columns
        .filter(({ sort }) => sort !== undefined)
        .map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
    </select>
  );
}
