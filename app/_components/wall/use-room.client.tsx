'use client';

import { type RefCallback, useCallback, useState } from 'react';

interface Room {
  readonly ref: RefCallback<HTMLElement>;
  readonly rows: number;
  readonly columns: number;
}

/** How many lines of `lineEms` and columns of at least `columnEms` an element has room for. It is measured again whenever it changes. */
export function useRoom(columnEms: number, lineEms: number): Room {
  const [{ rows, columns }, setRoom] = useState({ rows: 8, columns: 1 });
  const ref = useCallback(
    (element: HTMLElement | null) => {
      if (element === null) return;
      const measure = () => {
        const em = Number.parseFloat(getComputedStyle(element).fontSize);
        const next = {
          rows: Math.max(1, Math.floor(element.clientHeight / (lineEms * em))),
          columns: Math.max(1, Math.min(4, Math.floor(element.clientWidth / (columnEms * em)))),
        };
        setRoom((before) => (before.rows === next.rows && before.columns === next.columns ? before : next));
      };
      const observer = new ResizeObserver(measure);
      observer.observe(element);
      measure();
      return () => observer.disconnect();
    },
    [columnEms, lineEms],
  );
  return { ref, rows, columns };
}
