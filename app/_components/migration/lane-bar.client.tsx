'use client';

import { type ReactNode, useId } from 'react';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { ApiMigration } from '#lib/model/api/migrations.ts';
import { useChartTime } from '../charts/use-chart-time.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import type { LaneBar } from './lane-layout.ts';

type Result = ApiMigration['result'];

const colours: Readonly<Record<Result, string>> = {
  finished: 'text-accent',
  running: 'text-info',
  failed: 'text-critical',
  unknown: 'text-unknown',
};
const thickness = 7;
const percent = (value: number) => `${value.toFixed(3)}%`;

/** A migration: its bar, the connector to the other host, and a mark at its end. The shape says the same as the colour. */
export function LaneBarDrawing({ bar }: { readonly bar: LaneBar }) {
  const { record, from, to, y, openStart, openEnd, linkY } = bar;
  return (
    <g className={colours[record.result]} data-result={record.result} data-open={openStart || openEnd || undefined}>
      <BarTitle record={record} />
      {linkY !== undefined && <Link x={to} y={y} linkY={linkY} result={record.result} />}
      <rect
        x={percent(from)}
        width={percent(to - from)}
        y={y - thickness / 2}
        height={thickness}
        rx="1.5"
        fill="currentColor"
        fillOpacity={openStart || openEnd || record.result === 'unknown' ? 0.18 : 0.65}
        stroke="currentColor"
        strokeWidth="1"
        strokeDasharray={openStart || openEnd ? '2.5 2' : undefined}
      />
      <EndMark at={percent(to)} y={y} result={record.result} />
    </g>
  );
}

interface LinkProps {
  readonly x: number;
  readonly y: number;
  readonly linkY: number;
  readonly result: Result;
}

/** Down or up to the host that it went to; dashed where it did not arrive. */
function Link({ x, y, linkY, result }: LinkProps) {
  const at = percent(x);
  const tip = linkY > y ? 'M-4 -5L4 -5L0 1z' : 'M-4 5L4 5L0 -1z';
  return (
    <>
      <line
        x1={at}
        x2={at}
        y1={y}
        y2={linkY}
        stroke="currentColor"
        strokeWidth="1.25"
        strokeDasharray={result === 'finished' ? undefined : '2 3'}
      />
      {result === 'finished' && (
        <Placed at={at} y={linkY}>
          <path d={tip} fill="currentColor" stroke="var(--hv-surface)" strokeWidth="0.75" />
        </Placed>
      )}
    </>
  );
}

const marks = {
  finished: <circle r="3" fill="currentColor" stroke="var(--hv-surface)" strokeWidth="1" />,
  failed: (
    <>
      <path d="M-4 -4L4 4M4 -4L-4 4" stroke="var(--hv-surface)" strokeWidth="5" strokeLinecap="round" />
      <path d="M-4 -4L4 4M4 -4L-4 4" stroke="currentColor" strokeWidth="2.25" strokeLinecap="round" />
    </>
  ),
  running: (
    <path d="M-6 -5L0 0L-6 5" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
  ),
  unknown: <circle r="3.5" fill="var(--hv-surface)" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 1.5" />,
} as const satisfies Readonly<Record<Result, ReactNode>>;

function EndMark({ at, y, result }: { readonly at: string; readonly y: number; readonly result: Result }) {
  return (
    <Placed at={at} y={y}>
      {marks[result]}
    </Placed>
  );
}

/** A nested drawing stands at a percentage, which a path alone cannot. */
function Placed({ at, y, children }: { readonly at: string; readonly y: number; readonly children: ReactNode }) {
  return (
    <svg x={at} y={y} width="1" height="1" overflow="visible" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

/** What the pointer is told. */
function BarTitle({ record }: { readonly record: ApiMigration }) {
  const t = useTranslate();
  const time = useChartTime();
  const { name, vmId, kind, result, fromHost, toHost, startedAt, finishedAt } = record;
  const told = (host: string | undefined) => (host === undefined ? t('migration.unknown') : toVisibleString(host));
  const moment = (at: number | undefined) => (at === undefined ? t('migration.unknown') : time.moment(at, 1_000));
  const end = result === 'running' ? '' : moment(finishedAt);
  return (
    <title>
      {[
        name === null ? vmId : toVisibleString(name),
        `${t(`migration.kind.${kind}`)}: ${told(fromHost)} → ${told(toHost)}`,
        `${moment(startedAt)} – ${end}`,
        t(`migration.result.${result}`),
      ].join('\n')}
    </title>
  );
}

/** What the shapes mean. */
export function LaneLegend() {
  const t = useTranslate();
  const id = useId();
  const results = ['finished', 'running', 'failed', 'unknown'] as const;
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 pt-1 text-muted text-xs">
      {results.map((result) => (
        <li key={`${id} ${result}`} className="inline-flex items-center gap-1.5">
          <Sample result={result} />
          {t(`migration.result.${result}`)}
        </li>
      ))}
      <li className="inline-flex items-center gap-1.5">
        <svg className="h-3 w-8" aria-hidden="true" focusable="false">
          <rect x="1" y="2.5" width="30" height="7" rx="1.5" fill="none" className="stroke-muted" strokeDasharray="2.5 2" />
        </svg>
        {t('migrations.legend.open')}
      </li>
    </ul>
  );
}

function Sample({ result }: { readonly result: Result }) {
  return (
    <svg className={`h-3 w-8 ${colours[result]}`} aria-hidden="true" focusable="false">
      <rect x="1" y="2.5" width="24" height="7" rx="1.5" fill="currentColor" fillOpacity={result === 'unknown' ? 0.18 : 0.65} />
      <EndMark at="25" y={6} result={result} />
    </svg>
  );
}
