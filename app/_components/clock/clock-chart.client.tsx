'use client';

import { useCallback, useMemo } from 'react';
import { formatOffset } from '#lib/format/format-offset.ts';
import { ChartCard } from '../charts/chart-card.client.tsx';
import { NumberTable } from '../charts/history-tables.client.tsx';
import { NumberChart } from '../charts/number-chart.client.tsx';
import type { LoadedHistory } from '../charts/use-history.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { type OffsetSeries, withBound } from './clock-lines.ts';

interface ClockChartProps {
  readonly history: LoadedHistory;
  /** Stable between renders. */
  readonly references: Readonly<Partial<Record<'ntp' | 'host', OffsetSeries>>>;
}

const order = ['ntp', 'host'] as const;

/** How far a clock was off over time, with the error bound as a band. */
export function ClockChart({ history, references }: ClockChartProps) {
  const t = useTranslate();
  const lines = useMemo(
    () =>
      order.flatMap((reference) => {
        const texts = references[reference];
        if (texts === undefined) return [];
        const series = withBound(history.series.get(texts.offset), history.series.get(texts.bound));
        return [{ id: reference, label: t(`history.clock.${reference}`), series }];
      }),
    [history, references, t],
  );
  const texts = order.flatMap((reference) => {
    const both = references[reference];
    return both === undefined ? [] : [both.offset, both.bound];
  });
  // On an axis that has signs, zero has none and needs no unit.
  const format = useCallback((value: number) => (value === 0 ? '0' : formatOffset(value, t.locale)), [t]);
  return (
    <ChartCard
      title={t('history.clock')}
      history={history}
      series={texts}
      table={<NumberTable caption={t('history.clock')} lines={lines} format={format} />}
    >
      <p className="mb-1 text-muted text-xs">{t('history.clock.hint')}</p>
      <NumberChart label={t('history.clock')} lines={lines} format={format} shape="line" signed />
    </ChartCard>
  );
}
