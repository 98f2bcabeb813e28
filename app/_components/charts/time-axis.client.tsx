'use client';

import { useChartGroup } from './chart-group.client.tsx';
import type { Plot } from './chart-surface.client.tsx';
import { timeTicks } from './time-ticks.ts';
import { useChartTime } from './use-chart-time.client.tsx';

export const axisHeight = 22;
const labelWidth = 76;

/** Lines at round times through a drawing, and below it what they say. */
export function TimeAxis({ plot, top }: { readonly plot: Plot; readonly top: number }) {
  const { window } = useChartGroup();
  const time = useChartTime();
  const ticks = timeTicks(window.from - window.stepMs, window.to, Math.floor(plot.plotWidth / labelWidth), time.timeZone);
  return (
    <g>
      {ticks.map(({ time: at, isDay }) => {
        const x = Math.round(plot.toX(at)) + 0.5;
        const room = x - plot.left > 20 && plot.left + plot.plotWidth - x > 16;
        return (
          <g key={at}>
            <path d={`M${x} 0V${top + 4}`} className={isDay ? 'stroke-line-strong' : 'stroke-line'} />
            {room && (
              <text x={x} y={top + 16} textAnchor="middle" className={`fill-muted text-xs ${isDay ? 'font-medium' : ''}`}>
                {time.tick(at, isDay)}
              </text>
            )}
          </g>
        );
      })}
      <path d={`M${plot.left} ${top + 0.5}H${plot.left + plot.plotWidth}`} className="stroke-line-strong" />
    </g>
  );
}
