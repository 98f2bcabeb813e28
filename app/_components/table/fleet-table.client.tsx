'use client';

import { type ReactNode, useCallback, useDeferredValue, useMemo, useRef } from 'react';
import { toCsv } from '#lib/format/csv.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { PageHeading } from '../layout/page-heading.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { saveFile } from './save-file.ts';
import { type TableColumn, type TableFacet, toSpec } from './table-column.ts';
import { TableRows, type TableRowsHandle } from './table-rows.client.tsx';
import { toggleSort, visibleColumns } from './table-state.ts';
import { TableToolbar } from './table-toolbar.client.tsx';
import { useRows } from './use-rows.client.tsx';
import { useTableUrl } from './use-table-url.client.tsx';

interface FleetTableProps<Row> {
  readonly title: string;
  /** What the table is, for those who cannot see it. */
  readonly caption: string;
  readonly items: readonly Row[];
  /** Stand beside the number of items. */
  readonly facts?: ReactNode;
  /** The number of items in all, where `items` is only their beginning. */
  readonly total?: number;
  /** True while the rest of the items is under way. */
  readonly isReading?: boolean;
  /** Stable between renders, as all of the following: the row model is built anew when they change. */
  readonly columns: readonly TableColumn<Row>[];
  readonly facets: readonly TableFacet<Row>[];
  readonly idOf: (row: Row) => string;
  readonly search: (row: Row) => string;
  /** Class of a row, such as its coloured edge. */
  readonly rowClass?: (row: Row) => string;
  readonly filterName: string;
  readonly filterPlaceholder: string;
  /** "12 VMs", "3 of 12 VMs". */
  readonly countText: (shown: number, total: number) => string;
  /** Stands in place of rows where none fit; told whether there are any. */
  readonly empty: (any: boolean) => ReactNode;
  /** Beginning of the name of the CSV file. */
  readonly fileName: string;
}

/** A page that is a table of thousands: filter, facets, order and columns live in the URL, and only the rows in sight are drawn. */
export function FleetTable<Row extends object>(props: FleetTableProps<Row>) {
  const { title, caption, items, columns, facets, idOf, search, rowClass, countText, empty, fileName } = props;
  const t = useTranslate();
  const spec = useMemo(() => toSpec(columns, [...facets.map(({ id }) => id), 'label.']), [columns, facets]);
  const [state, onState] = useTableUrl(spec);
  // Typing stays smooth: the rows may follow a moment later.
  const { fitting, valuesOf } = useRows({ items, columns, facets, state: useDeferredValue(state), search });
  const visible = useMemo(() => {
    const shown = visibleColumns(state, spec);
    return columns.filter(({ id }) => shown.has(id));
  }, [columns, state, spec]);
  const filter = useRef<HTMLInputElement>(null);
  const rows = useRef<TableRowsHandle>(null);
  const leaveRows = useCallback(() => filter.current?.focus(), []);
  const saveCsv = () => {
    const text = toCsv(
      visible.map((column) => column.title),
      fitting.map((item) => visible.map((column) => column.text(item))),
    );
    saveFile(`${fileName}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}Z.csv`, text, 'text/csv;charset=utf-8');
  };
  const total = props.total ?? items.length;
  return (
    <>
      <PageHeading title={title}>
        <span role="status">{countText(fitting.length, total)}</span>
        {props.facts}
        {props.isReading === true && <span className="text-accent">{t('table.reading')}</span>}
      </PageHeading>
      <Card overflow="visible">
        <TableToolbar
          columns={columns}
          facets={facets}
          spec={spec}
          state={state}
          onState={onState}
          valuesOf={valuesOf}
          filterName={props.filterName}
          filterPlaceholder={props.filterPlaceholder}
          filterRef={filter}
          onEnterRows={() => rows.current?.focusRow(0)}
          onCsv={saveCsv}
        />
        {fitting.length === 0 ? (
          <StateNote kind={props.isReading === true ? 'loading' : 'empty'}>{empty(items.length > 0)}</StateNote>
        ) : (
          <TableRows
            ref={rows}
            caption={caption}
            columns={visible}
            items={fitting}
            idOf={idOf}
            rowClass={rowClass}
            sort={state.sort}
            onSort={(id) => onState(toggleSort(state, id))}
            onLeave={leaveRows}
          />
        )}
      </Card>
    </>
  );
}
