'use client';

import { useMemo } from 'react';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiOpenAlert } from '#lib/model/api/handover.ts';
import { AlertState } from '../alert/standing-alerts.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { ShortTable } from '../table/short-table.client.tsx';
import type { TableColumn } from '../table/table-column.ts';
import { GuestText } from '../text/guest-text.client.tsx';
import { Age } from '../time/age.client.tsx';
import { AlertSubject } from './alert-subject.client.tsx';

/** Alerts that fire at the end of the shift, those that wait for somebody first. */
export function HandoverOpen({ alerts }: { readonly alerts: readonly ApiOpenAlert[] }) {
  const t = useTranslate();
  const columns = useMemo(() => toColumns(t), [t]);
  return <ShortTable caption={t('handover.open', { count: alerts.length })} columns={columns} items={alerts} idOf={idOf} />;
}

const idOf = ({ fingerprint }: ApiOpenAlert) => fingerprint;

function toColumns(t: Translate): readonly TableColumn<ApiOpenAlert>[] {
  return [
    {
      id: 'severity',
      title: t('handover.severity'),
      cell: ({ severity, held }) => (
        <span
          className={`inline-flex items-center gap-1.5 ${held === null ? `font-medium ${levelColour(severity)}` : 'text-muted'}`}
        >
          <StatusIcon level={severity} className={held === null ? 'size-4' : 'size-4 opacity-60'} />
          {t(`severity.${severity}`)}
        </span>
      ),
      text: ({ severity }) => severity,
      width: 'w-40',
      phone: 'corner',
    },
    {
      id: 'what',
      title: t('handover.what'),
      cell: ({ summary, rule }) => (
        <span className="font-medium whitespace-normal">
          <GuestText text={summary === '' ? rule : summary} limit={160} />
        </span>
      ),
      text: ({ summary }) => summary,
      width: '',
      phone: 'head',
    },
    {
      id: 'where',
      title: t('handover.where'),
      cell: ({ labels }) => <AlertSubject labels={labels} />,
      text: ({ labels }) => labels.vm ?? labels.host ?? null,
      width: 'w-48',
      phone: 'line',
    },
    {
      id: 'state',
      title: t('handover.state'),
      cell: (alert) => (
        <span className={`whitespace-normal ${alert.held === null ? 'font-medium' : 'text-muted'}`}>
          <AlertState alert={alert} />
        </span>
      ),
      text: ({ held }) => held,
      width: 'w-96',
      phone: 'line',
    },
    {
      id: 'since',
      title: t('handover.for'),
      cell: ({ firingAt, activeAt, isNew, times }) => (
        <span>
          <Age at={firingAt ?? activeAt} />
          {isNew && <span className="text-muted"> · {t('handover.new')}</span>}
          {times > 1 && <span className="text-muted"> · {t('handover.times', { count: times })}</span>}
        </span>
      ),
      text: ({ firingAt }) => firingAt,
      numeric: true,
      width: 'w-48',
      phone: 'line',
    },
  ];
}
