'use client';

import type { TableColumn } from './table-column.ts';
import { TableHeading } from './table-heading.client.tsx';
import { TableRow } from './table-row.client.tsx';
import type { TableState } from './table-state.ts';

interface ShortTableProps<Row> {
  /** What the table is, for those who cannot see it. */
  readonly caption: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly items: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly rowClass?: (row: Row) => string;
  /** What the items are sorted by, and a click on a heading; without it the headings are words only. */
  readonly sort?: TableState['sort'];
  readonly onSort?: (id: string) => void;
}

/** A table of at most some hundred rows: the same columns and cards as the large one, without its tools. */
export function ShortTable<Row>({ caption, columns, items, idOf, rowClass, sort, onSort }: ShortTableProps<Row>) {
  const usual = columns.filter(({ unusual = false }) => !unusual);
  return (
    <div className="overflow-x-auto">
      <table className={tableClass}>
        <caption className="sr-only">{caption}</caption>
        <colgroup className="max-sm:hidden">
          {usual.map(({ id, width }) => (
            <col key={id} className={width} />
          ))}
        </colgroup>
        <TableHeading columns={usual} {...(onSort === undefined ? {} : { sort, onSort })} />
        <tbody className="max-sm:block">
          {items.map((item, index) => (
            <TableRow key={idOf(item)} index={index} item={item} columns={usual} className={rowClass?.(item) ?? ''} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Classes of every table of rows that are cards on a phone. */
export const tableClass = 'w-full border-separate border-spacing-0 max-sm:block sm:min-w-[60rem] sm:table-fixed';
