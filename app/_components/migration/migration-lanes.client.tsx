'use client';

import { useMemo } from 'react';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { ApiMigration } from '#lib/model/api/migrations.ts';
import { timeTicks } from '../charts/time-ticks.ts';
import { useChartTime } from '../charts/use-chart-time.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { LaneBarDrawing, LaneLegend } from './lane-bar.client.tsx';
import { type Lane, type LaneDrawing, layoutLanes } from './lane-layout.ts';

interface MigrationLanesProps {
  readonly records: readonly ApiMigration[];
  /** Length of the span that ends now, milliseconds. */
  readonly spanMs: number;
}

const axisHeight = 22;
const mostTicks = 8;
/** The drawing moves on in so many steps a span. */
const steps = 720;

/** One lane per host that took part; the list says the same in words. */
export function MigrationLanes({ records, spanMs }: MigrationLanesProps) {
  const t = useTranslate();
  const step = spanMs / steps;
  const to = Math.ceil(useNow() / step) * step;
  const drawing = useMemo(() => layoutLanes(records, to - spanMs, to), [records, to, spanMs]);
  return (
    <div className="px-4 pt-2 pb-3">
      {drawing.lanes.length > 0 && <Drawing drawing={drawing} from={to - spanMs} to={to} />}
      <LaneLegend />
      {drawing.undrawn > 0 && (
        <p className="mt-1 text-muted text-xs">{t('migrations.lanes.undrawn', { count: drawing.undrawn })}</p>
      )}
    </div>
  );
}

interface DrawingProps {
  readonly drawing: LaneDrawing;
  readonly from: number;
  readonly to: number;
}

function Drawing({ drawing: { lanes, bars, height }, from, to }: DrawingProps) {
  return (
    <svg
      className="w-full overflow-hidden text-xs"
      height={height + axisHeight}
      aria-hidden="true"
      focusable="false"
      data-lanes={lanes.length}
    >
      {lanes.map((lane) => (
        <LaneGround key={lane.host} lane={lane} />
      ))}
      <Ticks from={from} to={to} height={height} />
      {lanes.map(({ host, top }) => (
        <text
          key={host}
          x="2"
          y={top + 13}
          className="fill-ink font-medium stroke-surface"
          strokeWidth="3"
          paintOrder="stroke"
          strokeLinejoin="round"
        >
          {toVisibleString(host)}
        </text>
      ))}
      {bars.map((bar) => (
        <LaneBarDrawing key={bar.record.id} bar={bar} />
      ))}
    </svg>
  );
}

function LaneGround({ lane: { top, height } }: { readonly lane: Lane }) {
  return <line x1="0" x2="100%" y1={top + height - 0.5} y2={top + height - 0.5} className="stroke-line" strokeWidth="1" />;
}

/** Round moments of the reader's zone; on a phone every other one has its label. */
function Ticks({ from, to, height }: { readonly from: number; readonly to: number; readonly height: number }) {
  const time = useChartTime();
  return timeTicks(from, to, mostTicks, time.timeZone).map(({ time: at, isDay }, index) => {
    const share = ((at - from) / (to - from)) * 100;
    const x = `${share.toFixed(3)}%`;
    return (
      <g key={at}>
        <line x1={x} x2={x} y1="0" y2={height + 4} className={isDay ? 'stroke-line-strong' : 'stroke-line'} strokeWidth="1" />
        {share > 3 && share < 97 && (
          <text
            x={x}
            y={height + 17}
            textAnchor="middle"
            className={`fill-muted ${isDay ? 'font-medium' : ''} ${index % 2 === 0 ? '' : 'max-sm:hidden'}`}
          >
            {time.tick(at, isDay)}
          </text>
        )}
      </g>
    );
  });
}
