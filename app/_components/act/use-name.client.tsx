'use client';

import { useSyncExternalStore } from 'react';
import { useOwnName } from '../session/use-session.client.tsx';

const key = 'hvitals-name';
const listeners = new Set<() => void>();
/** Where the browser keeps nothing, the name lasts as long as the page. */
let kept: string | undefined;

function read(): string {
  try {
    return kept ?? localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

function write(name: string): void {
  kept = name;
  try {
    localStorage.setItem(key, name);
  } catch {
    // A browser that may keep nothing is asked again on the next page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The name of who sits at this browser: of the log-in, or typed once; '' before that. */
export function useName(): readonly [string, (name: string) => void] {
  const own = useOwnName();
  const typed = useSyncExternalStore(subscribe, read, () => '');
  return own === undefined ? [typed, write] : [own, keep];
}

/** A name that the server knows is not remembered here. */
const keep = () => undefined;
