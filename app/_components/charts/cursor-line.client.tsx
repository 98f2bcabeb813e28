'use client';

import type { ReactNode } from 'react';
import type { Level } from '#lib/derive/vital-sign.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import { StatusIcon } from '../status/status-icon.tsx';
import { useChartGroup, useCursor } from './chart-group.client.tsx';
import type { Plot } from './chart-surface.client.tsx';
import { useChartTime } from './use-chart-time.client.tsx';

/** One line of what stands at the cursor. The text may be a guest's. */
export interface ReadoutLine {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly level?: Level;
}

interface CursorLineProps {
  readonly plot: Plot;
  readonly id: string;
  readonly height: number;
  readonly readout: (index: number) => readonly ReadoutLine[];
  /** Draws what takes the pointer, with the cursor as text for those who cannot see it. */
  readonly children: (at: { readonly index: number; readonly text: string } | undefined) => ReactNode;
}

/** The cursor's line on every chart, and what stands there beside it on the chart that is pointed at. */
export function CursorLine({ plot, id, height, readout, children }: CursorLineProps) {
  const cursor = useCursor();
  const { window } = useChartGroup();
  const time = useChartTime();
  const index = cursor === undefined || cursor.index >= window.count ? undefined : cursor.index;
  const isOwner = index !== undefined && cursor?.owner === id;
  const lines = isOwner ? readout(index) : [];
  const at = window.from + (index ?? 0) * window.stepMs;
  const x = plot.toX(at - window.stepMs / 2);
  const moment = time.moment(at, window.stepMs);
  const text = [moment, ...lines.map((line) => `${line.label}: ${toVisibleString(line.text)}`)].join('; ');
  // What takes the pointer keeps its place among the children: put anew, it would lose the focus.
  return (
    <>
      {index !== undefined && <div className="pointer-events-none absolute top-0 w-px bg-ink/60" style={{ left: x, height }} />}
      {children(index === undefined ? undefined : { index, text })}
      {isOwner && <Readout plot={plot} x={x} moment={moment} lines={lines} />}
    </>
  );
}

interface ReadoutProps {
  readonly plot: Plot;
  readonly x: number;
  readonly moment: string;
  readonly lines: readonly ReadoutLine[];
}

function Readout({ plot, x, moment, lines }: ReadoutProps) {
  const onLeft = x > plot.left + plot.plotWidth / 2;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-1 z-20 w-max max-w-88 rounded border border-line-strong bg-surface px-2 py-1.5 text-xs shadow-md"
      style={onLeft ? { right: plot.width - x + 8 } : { left: x + 8 }}
    >
      <p className="mb-1 font-semibold">{moment}</p>
      <ul>
        {lines.map((line) => (
          <li key={line.id} className="flex items-center gap-1.5 leading-5">
            {line.level !== undefined && <StatusIcon level={line.level} className="size-3" />}
            <span className="min-w-0 truncate text-muted">{line.label}</span>
            <span className="ml-auto max-w-48 shrink-0 truncate pl-2 font-medium">{toVisibleString(line.text)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
