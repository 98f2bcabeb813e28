'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { TableSpec, TableState } from './table-state.ts';
import { parseTableUrl, toTableSearch } from './table-url.ts';

/** Browsers allow about a hundred changes of the address in half a minute, so typing is gathered. */
const gatherMs = 250;

/** The table's state as the URL has it, and how to change it. A change shows at once and reaches the URL a moment later. */
export function useTableUrl(spec: TableSpec): readonly [TableState, (next: TableState) => void] {
  const path = usePathname();
  const params = useSearchParams();
  const search = params.toString();
  const fromUrl = useMemo(() => parseTableUrl(new URLSearchParams(search), spec), [search, spec]);
  const [pending, setPending] = useState<{ readonly state: TableState; readonly since: string }>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // What is pending is over once the URL has moved on, by our own write or by the back button.
  const held = pending !== undefined && pending.since === search ? pending.state : undefined;

  useEffect(() => () => clearTimeout(timer.current), []);

  const change = (state: TableState): void => {
    setPending({ state, since: search });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const next = toTableSearch(state, spec, new URLSearchParams(window.location.search));
      // The server has nothing to add for another filter, so the URL changes without asking it.
      window.history.replaceState(null, '', `${path}${next}`);
    }, gatherMs);
  };
  return [held ?? fromUrl, change];
}
