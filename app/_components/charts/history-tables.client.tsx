'use client';

import { formatDuration } from '#lib/format/format-duration.ts';
import { missing } from '#lib/format/missing.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { type Column, DataRow, DataTable } from '../layout/data-table.tsx';
import { StatusIcon } from '../status/status-icon.tsx';
import { useChartGroup } from './chart-group.client.tsx';
import type { ChartLine } from './number-chart.client.tsx';
import { mergeRuns, type StateRow } from './state-row.ts';
import { useChartTime } from './use-chart-time.client.tsx';

/** More lines are slow to draw and read by nobody. */
const mostLines = 200;

/** Stretches of the rows of a state chart, newest first. */
export function StateTable({ caption, rows }: { readonly caption: string; readonly rows: readonly StateRow[] }) {
  const t = useTranslate();
  const time = useChartTime();
  const { window } = useChartGroup();
  const all = rows
    .flatMap((row) => mergeRuns(row, window).map((run) => ({ row, run })))
    .toSorted((a, b) => b.run.to - a.run.to || b.run.from - a.run.from);
  const columns: readonly Column[] = [
    { id: 'series', title: t('chart.table.series') },
    { id: 'state', title: t('chart.table.state') },
    { id: 'from', title: t('chart.table.from'), numeric: true },
    { id: 'to', title: t('chart.table.to'), numeric: true },
    { id: 'duration', title: t('chart.table.duration'), numeric: true },
  ];
  return (
    <>
      <DataTable caption={caption} columns={columns}>
        {all.slice(0, mostLines).map(({ row, run: { from, to, state, worst } }) => (
          <DataRow
            key={`${row.id} ${from}`}
            columns={columns}
            cells={[
              row.label,
              <span key="state" className="inline-flex items-center gap-1.5">
                <StatusIcon level={worst?.level ?? state.level} />
                {worst === null
                  ? t.message(state.word)
                  : t('chart.table.between', { state: t.message(state.word), worst: t.message(worst.word) })}
              </span>,
              time.moment(from, window.stepMs),
              time.moment(to, window.stepMs),
              formatDuration(to - from, t.locale),
            ]}
          />
        ))}
      </DataTable>
      <Cut count={all.length} />
    </>
  );
}

interface NumberTableProps {
  readonly caption: string;
  readonly lines: readonly ChartLine[];
  readonly format: (value: number) => string;
}

/** Values of a number chart, newest first; steps in which no line has a value are left out. */
export function NumberTable({ caption, lines, format }: NumberTableProps) {
  const t = useTranslate();
  const time = useChartTime();
  const { window } = useChartGroup();
  const steps = Array.from({ length: window.count }, (_, index) => window.count - 1 - index).filter((index) =>
    lines.some(({ series }) => (series?.last[index] ?? null) !== null),
  );
  const columns: readonly Column[] = [
    { id: 'time', title: t('chart.table.time') },
    ...lines.map(({ id, label }) => ({ id, title: label, numeric: true })),
  ];
  const write = (series: ChartLine['series'], index: number) => {
    const value = series?.last[index] ?? null;
    return value === null ? missing : format(value);
  };
  return (
    <>
      <DataTable caption={caption} columns={columns}>
        {steps.slice(0, mostLines).map((index) => (
          <DataRow
            key={index}
            columns={columns}
            cells={[
              time.moment(window.from + index * window.stepMs, window.stepMs),
              ...lines.map(({ series }) => write(series, index)),
            ]}
          />
        ))}
      </DataTable>
      <Cut count={steps.length} />
    </>
  );
}

function Cut({ count }: { readonly count: number }) {
  const t = useTranslate();
  if (count <= mostLines) return null;
  return <p className="px-4 py-2 text-muted text-xs">{t('chart.table.cut', { shown: mostLines, count })}</p>;
}
