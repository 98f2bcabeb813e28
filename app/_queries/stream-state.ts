import type { StreamState } from './event-source.ts';

/** The state of this page's connection to the stream; undefined while the page follows none. */
let state: StreamState | undefined;
const listeners = new Set<() => void>();

export function streamState(): StreamState | undefined {
  return state;
}

export function setStreamState(next: StreamState | undefined): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

/** For `useSyncExternalStore`. */
export function onStreamState(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
