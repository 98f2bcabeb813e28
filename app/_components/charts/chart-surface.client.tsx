'use client';

import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useState } from 'react';
import { useNow } from '../time/now.client.tsx';
import { AlertBands } from './alert-bands.client.tsx';
import { useChartAlerts } from './chart-alerts.client.tsx';
import { useChartGroup } from './chart-group.client.tsx';
import { scaleRange, toZoom } from './chart-range.ts';
import { CursorLine, type ReadoutLine } from './cursor-line.client.tsx';
import { axisHeight } from './time-axis.client.tsx';
import { useAlertReadout } from './use-alert-readout.client.tsx';
import { useChartTime } from './use-chart-time.client.tsx';
import { useWidth } from './use-width.client.tsx';

/** The drawing area in pixels; all charts of one width have the same, so that their times stand below one another. */
export interface Plot {
  readonly width: number;
  readonly left: number;
  readonly plotWidth: number;
  toX(time: number): number;
}

interface ChartSurfaceProps {
  /** What the chart shows, for those who cannot see it. */
  readonly label: string;
  readonly height: number;
  /** What stands at a step. */
  readonly readout: (index: number) => readonly ReadoutLine[];
  readonly children: (plot: Plot) => ReactNode;
}

const right = 12;
/** Room for whole names left of the drawing. */
export const wideGutter = 176;
/** Pixels left of the drawing, by the width that there is: names of states, numbers of an axis. */
const gutters = [
  { from: 1_000, left: wideGutter },
  { from: 560, left: 116 },
  { from: 0, left: 92 },
] as const;
/** A drag of fewer pixels is a click. */
const shortestDrag = 6;

/** Holds a drawing and gives it cursor and zoom: by pointer, and by keyboard (arrows, Home, End, plus, minus, Escape). */
export function ChartSurface({ label, height, readout, children }: ChartSurfaceProps) {
  const [holder, width] = useWidth<HTMLDivElement>();
  const plot = usePlot(width);
  const withAlerts = useAlertReadout(readout);
  return (
    <div ref={holder} className="relative" style={{ height }}>
      {plot !== undefined && (
        <>
          <Alerts plot={plot} height={height - axisHeight} />
          {children(plot)}
          <Pointing plot={plot} label={label} height={height} readout={withAlerts} />
        </>
      )}
    </div>
  );
}

/** Behind the drawing, over the same time. */
function Alerts({ plot: { left, plotWidth }, height }: { readonly plot: Plot; readonly height: number }) {
  const { from, to, stepMs } = useChartGroup().window;
  return (
    <AlertBands alerts={useChartAlerts()} span={{ from: from - stepMs, to }} left={left} width={plotWidth} height={height} />
  );
}

function usePlot(width: number): Plot | undefined {
  const { window } = useChartGroup();
  if (width < 120) return undefined;
  const left = gutters.find(({ from }) => width >= from)?.left ?? gutters[2].left;
  const plotWidth = width - left - right;
  const begin = window.from - window.stepMs;
  return { width, left, plotWidth, toX: (time) => left + ((time - begin) / (window.to - begin)) * plotWidth };
}

interface PointingProps {
  readonly plot: Plot;
  readonly label: string;
  readonly height: number;
  readonly readout: ChartSurfaceProps['readout'];
}

function Pointing({ plot, label, height, readout }: PointingProps) {
  const id = useId();
  const { window, cursor } = useChartGroup();
  const { drag, ...pointer } = usePointer(plot, id);
  const keys = useKeys(id);
  const time = useChartTime();
  return (
    <>
      {drag !== undefined && (
        <div
          className="pointer-events-none absolute top-0 border-accent border-x bg-accent/15"
          style={{ left: Math.min(...drag), width: Math.abs(drag[0] - drag[1]), height }}
        />
      )}
      <CursorLine plot={plot} id={id} height={height} readout={readout}>
        {(at) => (
          <div
            role="slider"
            tabIndex={0}
            aria-label={label}
            aria-valuemin={0}
            aria-valuemax={window.count - 1}
            aria-valuenow={at?.index ?? window.count - 1}
            aria-valuetext={at === undefined ? time.moment(window.to, window.stepMs) : at.text}
            className="absolute top-0 cursor-crosshair touch-pan-y select-none"
            style={{ left: plot.left, width: plot.plotWidth, height }}
            onBlur={() => cursor.get()?.owner === id && cursor.set(undefined)}
            onKeyDown={keys}
            {...pointer}
          />
        )}
      </CursorLine>
    </>
  );
}

type Drag = readonly [from: number, to: number];

function usePointer(plot: Plot, id: string) {
  const { window, cursor, setRange } = useChartGroup();
  const [drag, setDrag] = useState<Drag>();
  const { left, plotWidth } = plot;
  const begin = window.from - window.stepMs;
  const xOf = (event: PointerEvent<HTMLElement>) =>
    Math.min(Math.max(0, event.clientX - event.currentTarget.getBoundingClientRect().left), plotWidth) + left;
  const timeAt = (x: number) => begin + ((x - left) / plotWidth) * (window.to - begin);
  const point = (x: number) => {
    const index = Math.ceil((timeAt(x) - window.from) / window.stepMs);
    cursor.set({ index: Math.min(Math.max(0, index), window.count - 1), owner: id });
  };
  return {
    drag,
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0 || event.pointerType === 'touch') return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag([xOf(event), xOf(event)]);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      point(xOf(event));
      if (drag !== undefined) setDrag([drag[0], xOf(event)]);
    },
    onPointerUp() {
      if (drag !== undefined && Math.abs(drag[0] - drag[1]) >= shortestDrag) setRange(toZoom(timeAt(drag[0]), timeAt(drag[1])));
      setDrag(undefined);
    },
    onPointerCancel: () => setDrag(undefined),
    onPointerLeave: () => drag === undefined && cursor.set(undefined),
  };
}

const pageSteps = 10;

function useKeys(id: string): (event: KeyboardEvent) => void {
  const { window, cursor, setRange } = useChartGroup();
  const now = useNow();
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = window.count - 1;
    const index = cursor.get()?.index ?? last;
    const steps = event.shiftKey ? pageSteps : 1;
    const time = window.from + index * window.stepMs;
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: index - steps,
      ArrowRight: index + steps,
      PageUp: index - pageSteps,
      PageDown: index + pageSteps,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to !== undefined) cursor.set({ index: Math.min(Math.max(0, to), last), owner: id });
    else if (event.key === '+' || event.key === '=') setRange(scaleRange(window, 0.5, time, now));
    else if (event.key === '-') setRange(scaleRange(window, 2, time, now));
    else if (event.key === 'Escape' && cursor.get() !== undefined) cursor.set(undefined);
    else return;
    event.preventDefault();
  };
}
