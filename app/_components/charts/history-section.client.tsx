'use client';

import type { ReactNode } from 'react';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { ChartGroup } from './chart-group.client.tsx';
import { RangePicker } from './range-picker.client.tsx';

/** The part of a page that shows its history: one time range over charts that share it. */
export function HistorySection({ children }: { readonly children: ReactNode }) {
  const t = useTranslate();
  return (
    <ChartGroup>
      <section aria-labelledby="history" className="space-y-4">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 pt-2">
          <div>
            <h2 id="history" className="font-semibold text-base">
              {t('history.title')}
            </h2>
            <p className="text-muted text-xs">{t('chart.hint')}</p>
          </div>
          <RangePicker />
        </div>
        {children}
      </section>
    </ChartGroup>
  );
}
