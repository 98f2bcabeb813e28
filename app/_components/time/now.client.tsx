'use client';

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { toServerTime } from '#app/_queries/server-clock.ts';

const NowContext = createContext(0);

/** The server's time, UTC milliseconds, renewed each second. While the server renders, the moment of rendering. */
export function useNow(): number {
  return useContext(NowContext);
}

/** One timer for all ages on the page. */
export function NowProvider({ renderedAt, children }: { readonly renderedAt: number; readonly children: ReactNode }) {
  const [now, setNow] = useState(renderedAt);
  useEffect(() => {
    const timer = setInterval(() => setNow(toServerTime(Date.now())), 1_000);
    return () => clearInterval(timer);
  }, []);
  return <NowContext value={now}>{children}</NowContext>;
}

/** Stops the time for what is inside, so that ages in it never change. */
export function FrozenNow({ at, children }: { readonly at: number; readonly children: ReactNode }) {
  return <NowContext value={at}>{children}</NowContext>;
}
