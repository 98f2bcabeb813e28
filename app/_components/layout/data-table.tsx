import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from '@tremor/react';
import type { ReactNode } from 'react';

export interface Column {
  readonly id: string;
  readonly title: string;
  /** Stands above the column in place of the title. */
  readonly heading?: ReactNode;
  readonly numeric?: boolean;
  /** Classes for heading and cells, such as a width or `hidden md:table-cell`. */
  readonly className?: string;
}

interface DataTableProps {
  /** What the table is, for those who cannot see it. */
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly className?: string;
  /** True where the children are `RowGroup`s. */
  readonly grouped?: boolean;
  readonly children: ReactNode;
}

const padding = 'px-3 py-1 first:pl-4 last:pr-4';

function columnClass({ numeric = false, className = '' }: Column): string {
  return `${padding} ${numeric ? 'text-right' : ''} ${className}`;
}

/** A dense table. Rows are `DataRow`s, or row groups made of them. */
export function DataTable({ caption, columns, className = '', grouped = false, children }: DataTableProps) {
  return (
    <Table className={className}>
      <caption className="sr-only">{caption}</caption>
      <TableHead className="bg-raised">
        <TableRow>
          {columns.map((column) => (
            <TableHeaderCell key={column.id} scope="col" className={`${columnClass(column)} text-xs font-medium`}>
              {column.heading ?? column.title}
            </TableHeaderCell>
          ))}
        </TableRow>
      </TableHead>
      {grouped ? children : <TableBody className="border-line border-t align-middle">{children}</TableBody>}
    </Table>
  );
}

interface RowGroupProps {
  readonly columns: readonly Column[];
  readonly heading: ReactNode;
  readonly children: ReactNode;
}

/** Rows that belong together, below a heading of their own. */
export function RowGroup({ columns, heading, children }: RowGroupProps) {
  return (
    <TableBody className="border-line border-t align-middle">
      <TableRow>
        <th scope="rowgroup" colSpan={columns.length} className="px-4 pt-4 pb-1.5 text-left font-normal">
          {heading}
        </th>
      </TableRow>
      {children}
    </TableBody>
  );
}

interface DataRowProps {
  readonly columns: readonly Column[];
  /** One cell per column; the first one is the heading of its row. */
  readonly cells: readonly ReactNode[];
  readonly className?: string;
}

export function DataRow({ columns, cells, className = '' }: DataRowProps) {
  return (
    <TableRow className={`hover:bg-raised ${className}`}>
      {columns.map((column, index) =>
        index === 0 ? (
          <th
            key={column.id}
            scope="row"
            className={`text-left font-normal ${column.className?.includes('whitespace-') ? '' : 'whitespace-nowrap'} ${columnClass(column)}`}
          >
            {cells[index]}
          </th>
        ) : (
          <TableCell key={column.id} className={columnClass(column)}>
            {cells[index]}
          </TableCell>
        ),
      )}
    </TableRow>
  );
}
