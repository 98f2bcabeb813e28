/** Where the reader points: a step of the window, and the chart that the pointer or the keyboard is on. */
export interface ChartCursor {
  readonly index: number;
  readonly owner: string;
}

/** The cursor that all charts of a page share. It moves often, so that it is no state of a component. */
export interface CursorStore {
  get(): ChartCursor | undefined;
  set(cursor: ChartCursor | undefined): void;
  subscribe(listener: () => void): () => void;
}

export function createCursorStore(): CursorStore {
  let cursor: ChartCursor | undefined;
  const listeners = new Set<() => void>();
  return {
    get: () => cursor,
    set(next) {
      if (next?.index === cursor?.index && next?.owner === cursor?.owner) return;
      cursor = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
