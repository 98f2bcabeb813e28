'use client';

import type { TableColumn } from './table-column.ts';
import { TableHeading } from './table-heading.client.tsx';
import { TableRow } from './table-row.client.tsx';

interface ShortTableProps<Row> {
  /** What the table is, for those who cannot see it. */
  readonly caption: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly items: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly rowClass?: (row: Row) => string;
}

/** A table of at most some hundred rows: the same columns and cards as the large one, without its tools. */
export function ShortTable<Row>({ caption, columns, items, idOf, rowClass }: ShortTableProps<Row>) {
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
        <TableHeading columns={usual} />
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
