'use client';

import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useChartTime } from '../charts/use-chart-time.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { clusterMarks, type MarkCluster } from './strip-signs.ts';
import { hostWords, markWords, powerWords, type StripWords } from './strip-words.ts';
import type { Mark, Strip } from './to-strip.ts';

/** Something on the strip that can be pointed at: a mark or several, a state, a host. */
export interface StripItem {
  readonly id: string;
  /** Pixels. */
  readonly left: number;
  readonly width: number;
  readonly words: readonly StripWords[];
  readonly cluster?: MarkCluster;
  /** Index of the span in its lane. */
  readonly span?: number;
}

export interface StripRows {
  readonly marks: readonly StripItem[];
  readonly power: readonly StripItem[];
  readonly hosts: readonly StripItem[];
}

/** Pixels from above to each row. */
export const rowTops = { marks: 0, power: 30, hosts: 58 } as const;
/** A mark is a target for fingers, and so no two are closer. */
const markRoom = 24;

/** Everything on the strip with its place and its words, by row. */
export function useStripRows(strip: Strip, left: number, width: number): StripRows {
  const t = useTranslate();
  const time = useChartTime();
  return useMemo(() => {
    const writer = { t, time };
    const toX = (at: number) => left + ((at - strip.from) / (strip.to - strip.from)) * width;
    const place = ({ from, to }: { readonly from: number; readonly to: number }) => ({
      left: toX(from),
      width: Math.max(2, toX(to) - toX(from)),
    });
    const wordsOf = (mark: Mark) => markWords(mark, writer);
    return {
      marks: clusterMarks(strip.marks, toX, markRoom).map((cluster) => ({
        id: cluster.worst.id,
        left: cluster.x - markRoom / 2,
        width: markRoom,
        words: cluster.marks.map(wordsOf),
        cluster,
      })),
      power: strip.power.map((span, index) => ({
        id: `power ${index}`,
        ...place(span),
        words: [powerWords(span, strip, writer)],
        span: index,
      })),
      hosts: strip.hosts.map((span, index) => ({
        id: `host ${index}`,
        ...place(span),
        words: [hostWords(span, strip, writer)],
        span: index,
      })),
    };
  }, [strip, left, width, t, time]);
}

/** One stop of the Tab key: arrows go on from there, left and right along a row, up and down to the nearest of the next. */
export function useStripKeys({ marks, power, hosts }: StripRows) {
  const rows = [marks, power, hosts].filter((row) => row.length > 0);
  const [current, setCurrent] = useState<string>();
  const elements = useRef(new Map<string, HTMLElement>());
  const all = rows.flat();
  const tabStop = all.some(({ id }) => id === current) ? current : (marks.at(-1) ?? power.at(-1))?.id;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = nextItem(rows, tabStop, event.key);
    if (next === undefined) return;
    event.preventDefault();
    elements.current.get(next.id)?.focus();
  };
  return { current, setCurrent, tabStop, onKeyDown, elements };
}

function nextItem(rows: readonly (readonly StripItem[])[], id: string | undefined, key: string): StripItem | undefined {
  const row = rows.findIndex((one) => one.some((item) => item.id === id));
  const items = rows[row] ?? [];
  const index = items.findIndex((item) => item.id === id);
  if (key === 'ArrowLeft') return items[index - 1];
  if (key === 'ArrowRight') return items[index + 1];
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  const other = key === 'ArrowUp' ? rows[row - 1] : key === 'ArrowDown' ? rows[row + 1] : undefined;
  const from = items[index];
  if (other === undefined || from === undefined) return undefined;
  const middle = from.left + from.width / 2;
  const distance = (item: StripItem) => Math.max(item.left - middle, middle - item.left - item.width, 0);
  return other.toSorted((a, b) => distance(a) - distance(b))[0];
}
