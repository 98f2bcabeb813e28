'use client';

import { type ReactNode, useState } from 'react';
import { buttonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { Notice } from '../layout/notice.tsx';
import { StaleIcon } from '../status/status-icon.tsx';
import { AlertTable } from './alert-table.client.tsx';
import { useChartAlerts } from './chart-alerts.client.tsx';
import { ChartWindowProvider } from './chart-group.client.tsx';
import type { LoadedHistory } from './use-history.client.tsx';

interface ChartCardProps {
  readonly title: string;
  readonly history: LoadedHistory;
  /** Texts of the series that the chart draws. */
  readonly series: readonly string[];
  /** The same values for those who would rather read them. */
  readonly table: ReactNode;
  readonly children: ReactNode;
}

/** A chart with its title, a table of the same values, a file of them, and words where there is nothing to draw. */
export function ChartCard({ title, history, series, table, children }: ChartCardProps) {
  const t = useTranslate();
  const [asTable, setAsTable] = useState(false);
  const alerts = useChartAlerts();
  const csvUrl = history.csvUrl(series);
  const tools = csvUrl !== undefined && (
    <div className="flex items-center gap-2 text-ink">
      {history.isFailing && (
        <span role="status" className="flex items-center gap-1 text-warning">
          <StaleIcon />
          {t('chart.stale')}
        </span>
      )}
      <button
        type="button"
        className={buttonClass}
        aria-pressed={asTable}
        title={t('chart.asTable.title')}
        onClick={() => setAsTable(!asTable)}
      >
        {t('chart.asTable')}
      </button>
      <a className={`${buttonClass} no-underline hover:bg-raised`} href={csvUrl} download title={t('chart.csv.title')}>
        {t('chart.csv')}
      </a>
    </div>
  );
  return (
    <Card title={title} aside={tools || undefined}>
      {history.window === undefined ? (
        <Waiting isFailing={history.isFailing} />
      ) : csvUrl === undefined ? (
        <Notice title={t('chart.empty.title')}>
          <p>{t('chart.empty.body')}</p>
        </Notice>
      ) : (
        <ChartWindowProvider window={history.window}>
          <div className={history.isOld ? 'opacity-60' : ''} aria-busy={history.isOld}>
            {asTable ? (
              <>
                {table}
                <AlertTable alerts={alerts} />
              </>
            ) : (
              <div className="px-4 py-3">{children}</div>
            )}
          </div>
        </ChartWindowProvider>
      )}
    </Card>
  );
}

function Waiting({ isFailing }: { readonly isFailing: boolean }) {
  const t = useTranslate();
  if (isFailing) {
    return (
      <Notice title={t('chart.error.title')}>
        <p role="status">{t('chart.error.body')}</p>
      </Notice>
    );
  }
  return (
    <div role="status" className="px-4 py-6">
      <p className="sr-only">{t('chart.loading')}</p>
      <div aria-hidden="true" className="space-y-3 motion-safe:animate-pulse">
        <div className="h-3 w-full rounded bg-raised" />
        <div className="h-3 w-5/6 rounded bg-raised" />
        <div className="h-3 w-full rounded bg-raised" />
      </div>
    </div>
  );
}
