'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { createContext, type ReactNode, useContext, useMemo, useState, useSyncExternalStore } from 'react';
import { useNow } from '../time/now.client.tsx';
import { type ChartRange, type ChartWindow, parseChartRange, toRangeSearch, toWindow } from './chart-range.ts';
import { type ChartCursor, type CursorStore, createCursorStore } from './cursor-store.ts';

interface Group {
  readonly range: ChartRange;
  readonly window: ChartWindow;
  readonly cursor: CursorStore;
  setRange(range: ChartRange): void;
}

const GroupContext = createContext<Group | undefined>(undefined);

/** Charts that show the same time: one range, which stands in the URL, and one cursor. */
export function ChartGroup({ children }: { readonly children: ReactNode }) {
  const path = usePathname();
  const search = useSearchParams().toString();
  const now = useNow();
  const [cursor] = useState(createCursorStore);
  const range = useMemo(() => parseChartRange(new URLSearchParams(search)), [search]);
  const { from, to, stepMs, count } = toWindow(range, now);
  const group = useMemo(
    (): Group => ({
      range,
      window: { from, to, stepMs, count },
      cursor,
      setRange(next) {
        cursor.set(undefined);
        // A step of its own in the browser's history, so that going back zooms out again.
        window.history.pushState(null, '', `${path}${toRangeSearch(next, new URLSearchParams(window.location.search))}`);
      },
    }),
    [range, from, to, stepMs, count, cursor, path],
  );
  return <GroupContext value={group}>{children}</GroupContext>;
}

export function useChartGroup(): Group {
  const group = useContext(GroupContext);
  if (group === undefined) throw new Error('a chart stands outside of a ChartGroup');
  return group;
}

export function useCursor(): ChartCursor | undefined {
  const { cursor } = useChartGroup();
  return useSyncExternalStore(cursor.subscribe, cursor.get, () => undefined);
}

/** Draws what is inside by the window that its data has: while another range loads, the one before stays in its place. */
export function ChartWindowProvider({ window, children }: { readonly window: ChartWindow; readonly children: ReactNode }) {
  const group = useChartGroup();
  const { from, to, stepMs, count } = window;
  const inner = useMemo((): Group => ({ ...group, window: { from, to, stepMs, count } }), [group, from, to, stepMs, count]);
  return <GroupContext value={inner}>{children}</GroupContext>;
}
