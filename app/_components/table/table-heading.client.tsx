'use client';

import type { TableColumn } from './table-column.ts';
import type { TableState } from './table-state.ts';

interface TableHeadingProps<Row> {
  readonly columns: readonly TableColumn<Row>[];
  readonly sort?: TableState['sort'];
  /** Without it the headings are words only. */
  readonly onSort?: (id: string) => void;
}

/** The headings; they stay in sight, and sort. */
export function TableHeading<Row>({ columns, sort, onSort }: TableHeadingProps<Row>) {
  return (
    <thead className="max-sm:sr-only">
      <tr>
        {columns.map((column) => {
          const sorted = sort?.id === column.id ? sort : undefined;
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={sorted === undefined ? undefined : sorted.descending ? 'descending' : 'ascending'}
              className={`sticky top-0 z-10 border-line border-b bg-raised px-3 py-1.5 font-medium text-muted text-xs first:pl-4 last:pr-4 ${column.numeric === true ? 'text-right' : 'text-left'}`}
            >
              {column.sort === undefined || onSort === undefined ? (
                (column.heading ?? column.title)
              ) : (
                <button
                  type="button"
                  className={`inline-flex max-w-full cursor-pointer items-center gap-1 hover:text-ink ${sorted === undefined ? '' : 'text-ink'}`}
                  onClick={() => onSort(column.id)}
                >
                  <span className="truncate">{column.title}</span>
                  {sorted !== undefined && (
                    <svg viewBox="0 0 8 10" className="w-1.5 shrink-0" aria-hidden="true" focusable="false">
                      <path d={sorted.descending ? 'M0 3h8L4 8z' : 'M0 7h8L4 2z'} fill="currentColor" />
                    </svg>
                  )}
                </button>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
