'use client';

import { AlertBands } from '../charts/alert-bands.client.tsx';
import type { ChartAlerts } from '../charts/chart-alerts.client.tsx';
import { timeTicks } from '../charts/time-ticks.ts';
import { useChartTime } from '../charts/use-chart-time.client.tsx';
import { useWidth } from '../charts/use-width.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { StripItems } from './strip-items.client.tsx';
import { StripReadout } from './strip-readout.client.tsx';
import type { Strip } from './to-strip.ts';
import { rowTops, useStripKeys, useStripRows } from './use-strip-items.client.tsx';

/** Pixels; the axis takes 22 more, and classes say the sum: a page from the server may bring no styles of its own. */
const lanesHeight = 84;
const labelWidth = 76;
const right = 12;

interface StripDrawingProps {
  readonly strip: Strip;
  readonly label: string;
  /** Stands where there is no mark. */
  readonly empty: string;
  /** Drawn behind everything else. */
  readonly alerts: ChartAlerts;
}

/** What happened, the power, and the host, one below the other on one time axis; what is pointed at is told below. */
export function StripDrawing({ strip, label, empty, alerts }: StripDrawingProps) {
  const [holder, width] = useWidth<HTMLDivElement>();
  const left = width < 560 ? 76 : 116;
  const plotWidth = Math.max(1, width - left - right);
  const rows = useStripRows(strip, left, plotWidth);
  const keys = useStripKeys(rows);
  const shown = [...rows.marks, ...rows.power, ...rows.hosts].find(({ id }) => id === keys.current);
  const isReady = width > 0;
  return (
    <>
      <div ref={holder} className="relative h-[106px]">
        {isReady && (
          <>
            <AlertBands alerts={alerts} span={strip} left={left} width={plotWidth} height={lanesHeight} />
            <Axis strip={strip} left={left} width={plotWidth} />
            <RowLabels width={left - 10} />
            {rows.marks.length === 0 && (
              <p className="absolute truncate text-muted italic leading-7" style={{ top: rowTops.marks, left, right }}>
                {empty}
              </p>
            )}
            <StripItems rows={rows} keys={keys} strip={strip} label={label} />
          </>
        )}
      </div>
      <StripReadout item={shown} />
    </>
  );
}

function RowLabels({ width }: { readonly width: number }) {
  const t = useTranslate();
  const labels = [
    [rowTops.marks, 'strip.row.events'],
    [rowTops.power, 'strip.row.power'],
    [rowTops.hosts, 'strip.row.host'],
  ] as const;
  return (
    <div className="text-xs" aria-hidden="true">
      {labels.map(([top, key]) => (
        <span key={key} className="absolute left-0 truncate leading-6" style={{ top, width }}>
          {t(key)}
        </span>
      ))}
    </div>
  );
}

/** Lines at round times of the reader's zone, and below them what they say. */
function Axis({ strip, left, width }: { readonly strip: Strip; readonly left: number; readonly width: number }) {
  const time = useChartTime();
  const ticks = timeTicks(strip.from, strip.to, Math.floor(width / labelWidth), time.timeZone);
  const end = left + width;
  return (
    <svg className="absolute inset-0 size-full" aria-hidden="true" focusable="false">
      {ticks.map(({ time: at, isDay }) => {
        const x = Math.round(left + ((at - strip.from) / (strip.to - strip.from)) * width) + 0.5;
        return (
          <g key={at}>
            <path d={`M${x} 0V${lanesHeight + 4}`} className={isDay ? 'stroke-line-strong' : 'stroke-line'} />
            {x - left > 20 && end - x > 16 && (
              <text x={x} y={lanesHeight + 16} textAnchor="middle" className={`fill-muted text-xs ${isDay ? 'font-medium' : ''}`}>
                {time.tick(at, isDay)}
              </text>
            )}
          </g>
        );
      })}
      <path d={`M${left} ${lanesHeight + 0.5}H${end}`} className="stroke-line-strong" />
    </svg>
  );
}
