'use client';

import { buttonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { useChartGroup } from './chart-group.client.tsx';
import { rangeNames, scaleRange } from './chart-range.ts';
import { useChartTime } from './use-chart-time.client.tsx';

/** Which time the charts below show. */
export function RangePicker() {
  const t = useTranslate();
  const now = useNow();
  const time = useChartTime();
  const { range, window, setRange } = useChartGroup();
  return (
    <div className="flex flex-wrap items-center gap-2">
      {range.kind === 'fixed' && (
        <span className="text-muted text-xs" data-testid="fixed-range">
          {t('chart.range.fixed', { from: time.moment(range.from, 60_000), to: time.moment(range.to, 60_000) })}
        </span>
      )}
      <button
        type="button"
        className={buttonClass}
        onClick={() => setRange(scaleRange(window, 2, (window.from + window.to) / 2, now))}
      >
        {t('chart.zoomOut')}
      </button>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend for five buttons */}
      <div role="group" aria-label={t('chart.range')} className="flex">
        {rangeNames.map((name) => (
          <button
            key={name}
            type="button"
            className={`${buttonClass} -ml-px rounded-none first:ml-0 first:rounded-l last:rounded-r`}
            aria-pressed={range.kind === 'last' && range.name === name}
            onClick={() => setRange({ kind: 'last', name })}
          >
            {t(`chart.range.${name}`)}
          </button>
        ))}
      </div>
    </div>
  );
}
