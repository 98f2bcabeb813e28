'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type Ref,
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { nextRow } from './next-row.ts';
import { tableClass } from './short-table.client.tsx';
import type { TableColumn } from './table-column.ts';
import { TableHeading } from './table-heading.client.tsx';
import { TableRow } from './table-row.client.tsx';
import type { TableState } from './table-state.ts';

export interface TableRowsHandle {
  /** Puts the focus on the link of a row and brings it in sight. */
  focusRow(index: number): void;
}

interface TableRowsProps<Row> {
  readonly ref: Ref<TableRowsHandle>;
  readonly caption: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly items: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly rowClass?: ((row: Row) => string) | undefined;
  readonly sort: TableState['sort'];
  readonly onSort: (id: string) => void;
  /** Arrow up from the first row. */
  readonly onLeave: () => void;
}

/** Height of a row with a line of text and its border, in rem; cards on phones are measured. */
const rowRem = 2.06;
const usualRem = 16;
/** What the server draws: about a screen, because it knows no window. */
const firstScreen = { width: 1_280, height: 1_000 };
/** Pixels between the last row and the end of the window, and the least height of the rows. */
const roomBelow = 20;
const leastRoom = 320;
const never = () => () => undefined;

/** The rows in sight, with space above and below in place of all others. Native table, so that columns are as wide as they need. */
export function TableRows<Row>(props: TableRowsProps<Row>) {
  const { caption, columns, items, idOf, rowClass } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [rowHeight] = useState(() => rowRem * rootFontSize());
  // Another function means other rows: all of them are then measured anew.
  const keyOf = useCallback(
    (index: number) => {
      const item = items[index];
      return item === undefined ? index : idOf(item);
    },
    [items, idOf],
  );
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: keyOf,
    overscan: 8,
    initialRect: firstScreen,
  });
  // Inline styles of the server's markup are refused by the content security policy; those that scripts set are not.
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  useRoomBelow(scroller);
  const focusRow = useFocusRow(scroller, items.length, (index) => virtualizer.scrollToIndex(index));
  useImperativeHandle(props.ref, () => ({ focusRow }), [focusRow]);

  const move = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof Element)) return;
    const row = event.target.closest('tr[data-index]');
    if (row === null) return;
    const index = Number(row.getAttribute('data-index'));
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 2);
    const next = nextRow(event.key, index, items.length, page);
    if (next === undefined) return;
    event.preventDefault();
    if (index === 0 && event.key === 'ArrowUp') props.onLeave();
    else focusRow(next);
  };

  const shown = virtualizer.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <section
      ref={scroller}
      aria-label={caption}
      className="max-h-[max(20rem,calc(100dvh-12rem))] overflow-auto overscroll-contain rounded-b-lg [overflow-anchor:none]"
    >
      <table className={tableClass} aria-rowcount={items.length + 1}>
        <caption className="sr-only">{caption}</caption>
        <colgroup className="max-sm:hidden">
          {columns.map(({ id, width }) => (
            <col key={id} className={width} />
          ))}
        </colgroup>
        <TableHeading columns={columns} sort={props.sort} onSort={props.onSort} />
        <tbody onKeyDown={move} className="max-sm:block">
          {inBrowser && above > 0 && <Space height={above} columns={columns.length} />}
          {shown.map(({ index, key }) => {
            const item = items[index];
            if (item === undefined) return null;
            return (
              <TableRow
                key={key}
                ref={virtualizer.measureElement}
                index={index}
                item={item}
                columns={columns}
                className={rowClass?.(item) ?? ''}
              />
            );
          })}
          {inBrowser && below > 0 && <Space height={below} columns={columns.length} />}
        </tbody>
      </table>
    </section>
  );
}

/** Pixels of a rem, which large screens and readers with weak eyes set higher. */
function rootFontSize(): number {
  if (typeof document === 'undefined') return usualRem;
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || usualRem;
}

function Space({ height, columns }: { readonly height: number; readonly columns: number }) {
  return (
    <tr className="max-sm:block">
      <td aria-hidden="true" colSpan={columns} className="p-0 max-sm:block" style={{ height }} />
    </tr>
  );
}

/** Lets the rows end where the window does: what stands above them has any height, and banners come and go. */
function useRoomBelow(scroller: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const settle = () => {
      const top = element.getBoundingClientRect().top + window.scrollY;
      const room = document.documentElement.clientHeight - top - roomBelow;
      element.style.maxHeight = `${Math.max(room, leastRoom)}px`;
    };
    settle();
    const observer = new ResizeObserver(settle);
    observer.observe(document.body);
    window.addEventListener('resize', settle);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', settle);
    };
  }, [scroller]);
}

/** Focus can go to a row only once it is drawn, which scrolling to it brings about. */
function useFocusRow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  scrollTo: (index: number) => void,
): (index: number) => void {
  const [wanted, setWanted] = useState<number>();
  useEffect(() => {
    if (wanted === undefined || wanted >= count) return;
    const link = scroller.current?.querySelector<HTMLElement>(`tr[data-index="${wanted}"] a[href]`);
    if (link === null || link === undefined) return;
    link.focus({ preventScroll: true });
    setWanted(undefined);
  });
  return (index) => {
    scrollTo(index);
    setWanted(index);
  };
}
