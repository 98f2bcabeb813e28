'use client';

import { memo, type Ref } from 'react';
import type { TableColumn } from './table-column.ts';

interface TableRowProps<Row> {
  readonly ref?: Ref<HTMLTableRowElement>;
  readonly index: number;
  readonly item: Row;
  readonly columns: readonly TableColumn<Row>[];
  readonly className: string;
}

const cell = 'truncate max-sm:min-h-6 max-sm:leading-6 sm:h-8 sm:border-line/60 sm:border-b sm:px-3 sm:first:pl-4 sm:last:pr-4';

/** Where a cell stands in the card that a row is on a phone. */
const places = {
  head: 'max-sm:order-1 max-sm:col-start-1 max-sm:font-medium',
  corner: 'max-sm:order-2 max-sm:col-start-2 max-sm:text-right max-sm:text-xs',
  line: 'max-sm:order-3 max-sm:col-span-2 max-sm:text-left',
} as const;

function CellsOf<Row>({ ref, index, item, columns, className }: TableRowProps<Row>) {
  return (
    <tr
      ref={ref}
      data-index={index}
      aria-rowindex={index + 2}
      className={`hover:bg-raised has-focus-visible:bg-selected max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:gap-x-3 max-sm:border-line max-sm:border-b max-sm:px-4 max-sm:py-2 ${className}`}
    >
      {columns.map((column, place) => {
        const placed = column.phone === undefined ? 'max-sm:hidden' : places[column.phone];
        const classes = `${cell} ${placed} ${column.numeric === true ? 'text-right' : 'text-left'}`;
        const content = column.cell(item);
        if (place === 0) {
          return (
            <th key={column.id} scope="row" className={`${classes} font-normal`}>
              {content}
            </th>
          );
        }
        return (
          <td key={column.id} className={classes}>
            {column.phone === 'line' && (
              <span aria-hidden="true" className="mr-2 inline-block w-20 text-muted text-xs sm:hidden">
                {column.title}
              </span>
            )}
            {content}
          </td>
        );
      })}
    </tr>
  );
}

/** A row is drawn again only where its item, its place or the columns have changed; ages in it run on their own. */
export const TableRow = memo(CellsOf) as typeof CellsOf;
