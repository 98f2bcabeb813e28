'use client';

import type { Level } from '#lib/derive/vital-sign.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useChartGroup } from './chart-group.client.tsx';
import { ChartSurface, type Plot, wideGutter } from './chart-surface.client.tsx';
import type { ReadoutLine } from './cursor-line.client.tsx';
import { type ChartState, mergeRuns, type StateRow, type StateRun } from './state-row.ts';
import { axisHeight, TimeAxis } from './time-axis.client.tsx';

/** Something that happened at one moment. The text may be a guest's. */
export interface ChartEvent {
  readonly id: number;
  readonly at: number;
  readonly text: string;
}

interface StateChartProps {
  readonly label: string;
  readonly rows: readonly StateRow[];
  /** Drawn as marks on a line of their own; without it there is no such line. */
  readonly events?: { readonly label: string; readonly all: readonly ChartEvent[] };
}

const rowHeight = 26;

/** The height of a bar says how bad it is, so that colour is not the only sign and trouble stands out. */
const bars: Readonly<Record<Level, { readonly height: number; readonly fill: string }>> = {
  critical: { height: 22, fill: 'fill-critical' },
  warning: { height: 17, fill: 'fill-warning' },
  unknown: { height: 13, fill: 'fill-unknown' },
  info: { height: 11, fill: 'fill-info' },
  ok: { height: 7, fill: 'fill-ok' },
  none: { height: 3, fill: 'fill-none' },
};

/** States over time, one line each: bars where something is known, nothing where it is not. */
export function StateChart({ label, rows, events }: StateChartProps) {
  const t = useTranslate();
  const { window } = useChartGroup();
  const lines = rows.length + (events === undefined ? 0 : 1);
  const top = lines * rowHeight;
  const begin = window.from - window.stepMs;
  const shown = events?.all.filter(({ at }) => at > begin && at <= window.to) ?? [];
  const readout = (index: number): readonly ReadoutLine[] => {
    const end = window.from + index * window.stepMs;
    const here = shown.filter(({ at }) => at > end - window.stepMs && at <= end);
    return [
      ...rows.map((row): ReadoutLine => toReadout(row, index, t.message, t('chart.unknown'))),
      ...here.slice(0, 3).map(({ id, text }) => ({ id: `event ${id}`, label: events?.label ?? '', text })),
      ...(here.length > 3 ? [{ id: 'more', label: '', text: t('chart.moreEvents', { count: here.length - 3 }) }] : []),
    ];
  };
  return (
    <>
      <ChartSurface label={label} height={top + axisHeight} readout={readout}>
        {(plot) => (
          <>
            <Labels plot={plot} rows={[...rows, ...(events === undefined ? [] : [{ id: 'events', label: events.label }])]} />
            <svg width={plot.width} height={top + axisHeight} className="absolute inset-0" aria-hidden="true" focusable="false">
              <TimeAxis plot={plot} top={top} />
              {rows.map((row, index) => (
                <Bars key={row.id} plot={plot} row={row} middle={(index + 0.5) * rowHeight} empty={t('chart.rowEmpty')} />
              ))}
              {shown.map(({ id, at }) => (
                <path key={id} d={toDiamond(plot.toX(at), (rows.length + 0.5) * rowHeight)} className="fill-accent" />
              ))}
            </svg>
          </>
        )}
      </ChartSurface>
      <Legend rows={rows} />
    </>
  );
}

function toReadout(row: StateRow, index: number, write: (message: ChartState['word']) => string, unknown: string): ReadoutLine {
  const state = row.states[index] ?? null;
  const worst = row.worst[index] ?? null;
  const base = { id: row.id, label: row.label };
  if (state === null) return { ...base, text: unknown };
  if (worst === null) return { ...base, text: write(state.word), level: state.level };
  return { ...base, text: `${write(worst.word)} → ${write(state.word)}`, level: worst.level };
}

function toDiamond(x: number, y: number): string {
  return `M${x} ${y - 6}l5 6-5 6-5-6z`;
}

function Labels({
  plot,
  rows,
}: {
  readonly plot: Plot;
  readonly rows: readonly Pick<StateRow, 'id' | 'label' | 'shortLabel'>[];
}) {
  return (
    <ul className="absolute top-0 left-0 text-xs" style={{ width: plot.left - 10 }}>
      {rows.map(({ id, label, shortLabel = label }) => (
        <li key={id} className="h-6.5 truncate leading-6.5" title={label}>
          {plot.left < wideGutter ? shortLabel : label}
        </li>
      ))}
    </ul>
  );
}

interface BarsProps {
  readonly plot: Plot;
  readonly row: StateRow;
  readonly middle: number;
  readonly empty: string;
}

function Bars({ plot, row, middle, empty }: BarsProps) {
  const t = useTranslate();
  const { window } = useChartGroup();
  const runs = mergeRuns(row, window);
  if (runs.length === 0) {
    return (
      <text x={plot.left + 6} y={middle + 4} className="fill-muted text-xs italic">
        {empty}
      </text>
    );
  }
  return runs.map((run) => <Bar key={run.from} plot={plot} run={run} middle={middle} write={t.message} />);
}

interface BarProps {
  readonly plot: Plot;
  readonly run: StateRun;
  readonly middle: number;
  readonly write: (message: ChartState['word']) => string;
}

const letterWidth = 7;

function Bar({ plot, run, middle, write }: BarProps) {
  const x = plot.toX(run.from);
  const width = Math.max(1, plot.toX(run.to) - x);
  const { height, fill } = bars[run.state.level];
  const spike = run.worst === null ? undefined : bars[run.worst.level];
  const word = write(run.state.word);
  const named = (run.state.level === 'critical' || run.state.level === 'warning') && width > (word.length + 2) * letterWidth;
  return (
    <g>
      {spike !== undefined && (
        <rect x={x} y={middle - spike.height / 2} width={Math.max(2, width)} height={spike.height} className={spike.fill} />
      )}
      <rect x={x} y={middle - height / 2} width={width} height={height} className={fill} />
      {named && (
        <text x={x + 6} y={middle + 4} className="fill-surface font-medium text-xs">
          {word}
        </text>
      )}
    </g>
  );
}

/** Which bar is which word: the states that are there. */
function Legend({ rows }: { readonly rows: readonly StateRow[] }) {
  const t = useTranslate();
  const all = new Map<string, { readonly word: string; readonly level: Level }>();
  for (const { states, worst } of rows) {
    for (const state of [...states, ...worst]) {
      if (state === null) continue;
      const word = t.message(state.word);
      all.set(`${state.level} ${word}`, { word, level: state.level });
    }
  }
  const order = Object.keys(bars);
  const entries = [...all].toSorted(([, a], [, b]) => order.indexOf(a.level) - order.indexOf(b.level));
  return (
    <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs" aria-label={t('chart.legend')}>
      {entries.map(([key, { word, level }]) => (
        <li key={key} className="flex items-center gap-1.5">
          <svg width="12" height="22" aria-hidden="true" focusable="false">
            <rect width="12" y={11 - bars[level].height / 2} height={bars[level].height} className={bars[level].fill} />
          </svg>
          {word}
        </li>
      ))}
    </ul>
  );
}
