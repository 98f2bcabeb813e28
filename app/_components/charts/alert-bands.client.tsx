'use client';

import { useId, useMemo } from 'react';
import { mergeBands, type Span } from '#lib/derive/alert-intervals.ts';
import type { ChartAlerts } from './chart-alerts.client.tsx';

interface AlertBandsProps {
  readonly alerts: ChartAlerts;
  /** What the drawing shows, UTC milliseconds. */
  readonly span: Span;
  /** Pixels of the drawing. */
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/** Bands closer than this many pixels are one. */
const gapPixels = 2;
/** Of marks closer than this the first is drawn. */
const markPixels = 10;

const strokes = { critical: 'stroke-critical', warning: 'stroke-warning', info: 'stroke-info' } as const;
const fills = { critical: 'fill-critical', warning: 'fill-warning', info: 'fill-info' } as const;
/** A hatching of its own for each severity, so that colour is not the only sign. */
export const hatchings = { critical: 'M-2 2l4-4M0 8l8-8M6 10l4-4', warning: 'M4 0v8', info: 'M0 4h8' } as const;
type Severity = keyof typeof hatchings;
export const severities = Object.keys(hatchings) as readonly Severity[];

/** Behind a drawing: when alerts fired, were acknowledged and silenced. */
export function AlertBands({ alerts, span: { from, to }, left, width, height }: AlertBandsProps) {
  const id = useId();
  const bands = useMemo(
    () => mergeBands(alerts.intervals, { from, to }, ((to - from) / Math.max(1, width)) * gapPixels),
    [alerts, from, to, width],
  );
  const toX = (time: number) => left + ((Math.min(Math.max(time, from), to) - from) / (to - from)) * width;
  const acks = useMemo(
    () => spread(acknowledgedAt(alerts, from, to), ((to - from) / Math.max(1, width)) * markPixels),
    [alerts, from, to, width],
  );
  if (bands.length + alerts.silences.length === 0) return null;
  return (
    <svg
      className="pointer-events-none absolute inset-0 size-full"
      aria-hidden="true"
      focusable="false"
      data-testid="alert-bands"
    >
      <defs>
        {severities.map((severity) => (
          <Hatching key={severity} id={`${id}-${severity}`} severity={severity} />
        ))}
      </defs>
      {bands.map(({ severity, from: begin, to: end, beginUnknown, endUnknown, open, count }) => {
        const [x, x2] = [toX(begin), toX(end)];
        return (
          <g key={`${severity} ${begin}`} data-band={severity} data-open={open || undefined} data-count={count}>
            <rect x={x} width={Math.max(2, x2 - x)} y={0} height={height} className={fills[severity]} fillOpacity="0.1" />
            <rect x={x} width={Math.max(2, x2 - x)} y={0} height={height} fill={`url(#${id}-${severity})`} />
            <rect x={x} width={Math.max(3, x2 - x)} y={0} height={4} className={fills[severity]} />
            <Edge x={x} height={height} severity={severity} isUnknown={beginUnknown} />
            {!open && <Edge x={Math.max(x2, x + 2)} height={height} severity={severity} isUnknown={endUnknown} />}
          </g>
        );
      })}
      {alerts.silences.map((silence) => (
        <rect
          key={`${silence.id} ${silence.from}`}
          x={toX(silence.from)}
          width={Math.max(3, toX(silence.to) - toX(silence.from))}
          y={height - 6}
          height={5}
          className="fill-surface stroke-muted"
          strokeDasharray="3 2"
          data-silence=""
        />
      ))}
      {acks.map((at) => (
        <AckGlyph key={at} x={toX(at)} y={10} />
      ))}
    </svg>
  );
}

/** A line where a band begins or ends; broken where nobody knows when. */
function Edge({
  x,
  height,
  severity,
  isUnknown,
}: {
  readonly x: number;
  readonly height: number;
  readonly severity: Severity;
  readonly isUnknown: boolean;
}) {
  return (
    <path
      d={`M${x} 0V${height}`}
      className={strokes[severity]}
      strokeOpacity="0.7"
      strokeDasharray={isUnknown ? '2 4' : undefined}
    />
  );
}

/** The pattern of one severity. */
export function Hatching({ id, severity }: { readonly id: string; readonly severity: Severity }) {
  return (
    <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse">
      <path d={hatchings[severity]} className={strokes[severity]} strokeOpacity="0.35" strokeWidth="1" fill="none" />
    </pattern>
  );
}

/** Somebody took it up. */
export function AckGlyph({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g transform={`translate(${x} ${y})`} data-mark="ack">
      <circle r="6.5" className="fill-surface stroke-ink" />
      <path d="m-3 .2 2 2.2 4-4.4" className="stroke-ink" fill="none" strokeWidth="1.5" strokeLinecap="round" />
    </g>
  );
}

function acknowledgedAt({ intervals }: ChartAlerts, from: number, to: number): readonly number[] {
  return intervals
    .flatMap(({ marks }) => marks)
    .filter(({ kind, at }) => kind === 'acknowledged' && at >= from && at <= to)
    .map(({ at }) => at)
    .toSorted((a, b) => a - b);
}

function spread(times: readonly number[], gapMs: number): readonly number[] {
  const kept: number[] = [];
  for (const at of times) if (at - (kept.at(-1) ?? Number.NEGATIVE_INFINITY) >= gapMs) kept.push(at);
  return kept;
}
