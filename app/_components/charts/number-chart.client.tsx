'use client';

import { useEffect, useRef } from 'react';
import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { missing } from '#lib/format/missing.ts';
import type { ApiHistory } from '#lib/model/api/history.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useChartGroup } from './chart-group.client.tsx';
import { ChartSurface, type Plot } from './chart-surface.client.tsx';
import type { ReadoutLine } from './cursor-line.client.tsx';
import { lineStyles, readColour, toPlotOptions } from './plot-options.ts';
import { axisHeight, TimeAxis } from './time-axis.client.tsx';

/** A line of a number chart. */
export interface ChartLine {
  readonly id: string;
  readonly label: string;
  readonly series: ApiHistory['series'][number] | undefined;
}

interface NumberChartProps {
  readonly label: string;
  readonly lines: readonly ChartLine[];
  /** How values are written, on the axis and at the cursor. */
  readonly format: (value: number) => string;
  /** `step` for counts, which hold until they change. */
  readonly shape: 'line' | 'step';
  /** Values have a sign: zero is in sight, wherever they lie. */
  readonly signed?: boolean;
}

const plotHeight = 170;

/** Numbers over time: last values as lines, what lies between the extremes of a step as a band, gaps as gaps. */
export function NumberChart({ label, lines, format, shape, signed = false }: NumberChartProps) {
  const readout = (index: number): readonly ReadoutLine[] =>
    lines.map(({ id, label: name, series }) => ({ id, label: name, text: writeValue(series, index, format) }));
  return (
    <>
      <ChartSurface label={label} height={plotHeight + axisHeight} readout={readout}>
        {(plot) => (
          <>
            <svg
              width={plot.width}
              height={plotHeight + axisHeight}
              className="absolute inset-0"
              aria-hidden="true"
              focusable="false"
            >
              <TimeAxis plot={plot} top={plotHeight} />
            </svg>
            <Canvas plot={plot} lines={lines} format={format} shape={shape} signed={signed} />
          </>
        )}
      </ChartSurface>
      <LineLegend lines={lines} />
    </>
  );
}

function writeValue(series: ChartLine['series'], index: number, format: (value: number) => string): string {
  const value = series?.last[index] ?? null;
  if (series === undefined || value === null) return missing;
  const min = series.min?.[index] ?? value;
  const max = series.max?.[index] ?? value;
  return min === max ? format(value) : `${format(value)} (${format(min)}–${format(max)})`;
}

function Canvas({ plot, lines, format, shape, signed = false }: { readonly plot: Plot } & Omit<NumberChartProps, 'label'>) {
  const holder = useRef<HTMLDivElement>(null);
  const { window } = useChartGroup();
  const { width, left } = plot;
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    let drawn: uPlot | undefined;
    let gone = false;
    // Only pages with numbers load it, and only in the browser.
    void import('uplot').then(({ default: UPlot }) => {
      if (gone) return;
      const input = { width, height: plotHeight, left, window, lines, format, shape, signed };
      const { options, data } = toPlotOptions(UPlot, input, (name) => readColour(element, name));
      drawn = new UPlot(options, data, element);
    });
    const stop = onThemeChange(() => drawn?.redraw());
    return () => {
      gone = true;
      stop();
      drawn?.destroy();
    };
  }, [width, left, window, lines, format, shape, signed]);
  return <div ref={holder} className="absolute top-0 left-0" />;
}

/** Calls back when the colours of the page change, by choice or by the system. */
function onThemeChange(change: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(change);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  system.addEventListener('change', change);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', change);
  };
}

/** Classes of the colours of `lineStyles`. */
const strokes = ['stroke-accent', 'stroke-unknown', 'stroke-warning', 'stroke-info', 'stroke-ok', 'stroke-none'] as const;

function LineLegend({ lines }: { readonly lines: readonly ChartLine[] }) {
  const t = useTranslate();
  return (
    <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs" aria-label={t('chart.legend')}>
      {lines.map(({ id, label }, index) => {
        const { dash } = lineStyles[index % lineStyles.length] ?? lineStyles[0];
        return (
          <li key={id} className="flex items-center gap-1.5">
            <svg width="24" height="8" aria-hidden="true" focusable="false">
              <path
                d="M0 4h24"
                className={strokes[index % strokes.length] ?? strokes[0]}
                strokeWidth="2"
                strokeDasharray={dash.join(' ')}
              />
            </svg>
            {label}
          </li>
        );
      })}
    </ul>
  );
}
