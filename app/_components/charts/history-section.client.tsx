'use client';

import type { ReactNode } from 'react';
import type { AlertSubject } from '#app/_queries/subject-alerts.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { AlertLegend, AlertToggle } from './alert-legend.client.tsx';
import { ChartAlertsProvider, useChartAlerts } from './chart-alerts.client.tsx';
import { ChartGroup } from './chart-group.client.tsx';
import { RangePicker } from './range-picker.client.tsx';

interface HistorySectionProps {
  /** Whose alerts the charts draw. */
  readonly subject: AlertSubject;
  readonly children: ReactNode;
}

/** The part of a page that shows its history: one time range over charts that share it, with the alerts of that time. */
export function HistorySection({ subject, children }: HistorySectionProps) {
  const t = useTranslate();
  return (
    <ChartGroup>
      <ChartAlertsProvider subject={subject}>
        <section aria-labelledby="history" className="space-y-4">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 pt-2">
            <div>
              <h2 id="history" className="font-semibold text-base">
                {t('history.title')}
              </h2>
              <p className="text-muted text-xs">{t('chart.hint')}</p>
            </div>
            <div className="flex flex-wrap items-center gap-2">
              <AlertToggle />
              <RangePicker />
            </div>
          </div>
          <Legend />
          {children}
        </section>
      </ChartAlertsProvider>
    </ChartGroup>
  );
}

function Legend() {
  return <AlertLegend alerts={useChartAlerts()} />;
}
