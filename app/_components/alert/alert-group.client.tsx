'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { formatDuration } from '#lib/format/format-duration.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiAlert, ApiAlertGroup } from '#lib/model/api/alerts.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { ShortTable } from '../table/short-table.client.tsx';
import type { TableColumn } from '../table/table-column.ts';
import { GuestText } from '../text/guest-text.client.tsx';
import { Age } from '../time/age.client.tsx';
import { LocalTime } from '../time/local-time.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';

const idOf = ({ fingerprint }: ApiAlert) => fingerprint;

/** One rule: how grave, what, how many and since when; opened, each of its alerts. */
export function AlertGroup({ group }: { readonly group: ApiAlertGroup }) {
  const t = useTranslate();
  const { rule, severity, firing, pending, since, alerts } = group;
  const columns = useMemo(() => toColumns(t), [t]);
  const more = firing + pending - alerts.length;
  return (
    <details className="group">
      <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2 hover:bg-raised">
        <span aria-hidden="true" className="-mr-2 text-muted group-open:rotate-90 motion-safe:transition-transform">
          ›
        </span>
        <span className={`flex w-24 shrink-0 items-center gap-1.5 font-medium ${levelColour(severity)}`}>
          <StatusIcon level={severity} />
          {t(`severity.${severity}`)}
        </span>
        <span className="min-w-0 flex-1 basis-64">
          <span className="block truncate font-medium">{rule}</span>
          <span className="block truncate text-muted">
            <First alert={alerts[0]} count={firing + pending} />
          </span>
        </span>
        <span className="flex shrink-0 gap-x-4 tabular-nums">
          {firing > 0 && <span className="font-medium">{t('alerts.count.firing', { count: firing })}</span>}
          {pending > 0 && <span className="text-muted">{t('alerts.count.pending', { count: pending })}</span>}
          <span className="w-24 text-right text-muted">
            <Duration since={since} />
          </span>
        </span>
      </summary>
      <ShortTable caption={t('alerts.of', { rule })} columns={columns} items={alerts} idOf={idOf} />
      {more > 0 && <p className="border-line border-t px-4 py-2 text-muted">{t('alerts.more', { count: more })}</p>}
    </details>
  );
}

/** The one alert, or the first of many and how many more. */
function First({ alert, count }: { readonly alert: ApiAlert | undefined; readonly count: number }) {
  const t = useTranslate();
  if (alert === undefined) return null;
  return (
    <>
      <GuestText text={alert.summary} limit={160} />
      {count > 1 && ` ${t('alerts.andMore', { count: count - 1 })}`}
    </>
  );
}

function Duration({ since }: { readonly since: number }) {
  const t = useTranslate();
  return <>{t('findings.for', { age: formatDuration(Math.max(0, useNow() - since), t.locale) })}</>;
}

function toColumns(t: Translate): readonly TableColumn<ApiAlert>[] {
  return [
    {
      id: 'status',
      title: t('alerts.status'),
      cell: ({ status }) => (
        <span className={status === 'firing' ? 'font-medium' : 'text-muted'}>{t(`alerts.status.${status}`)}</span>
      ),
      text: ({ status }) => status,
      width: 'w-28',
      phone: 'corner',
    },
    {
      id: 'where',
      title: t('alerts.where'),
      cell: ({ labels }) => <Where labels={labels} />,
      text: ({ labels }) => labels.vm ?? labels.host ?? null,
      width: 'w-56',
      phone: 'head',
    },
    {
      id: 'summary',
      title: t('alerts.summary'),
      cell: ({ summary, description }) => (
        <>
          <GuestText text={summary} limit={200} />
          {description !== '' && <span className="text-muted"> {description}</span>}
        </>
      ),
      text: ({ summary }) => summary,
      width: '',
      phone: 'line',
    },
    {
      id: 'since',
      title: t('alerts.since'),
      cell: ({ activeAt }) => <LocalTime at={activeAt} />,
      text: ({ activeAt }) => new Date(activeAt).toISOString(),
      width: 'w-56',
      phone: 'line',
    },
    {
      id: 'age',
      title: t('alerts.age'),
      cell: ({ activeAt }) => (
        <span className="text-muted">
          <Age at={activeAt} />
        </span>
      ),
      text: ({ activeAt }) => activeAt,
      numeric: true,
      width: 'w-28',
      phone: 'line',
    },
  ];
}

function Where({ labels: { vm, vm_id: vmId, host, collector } }: Pick<ApiAlert, 'labels'>) {
  if (vmId !== undefined) {
    return (
      <Link href={`/vms/${encodeURIComponent(vmId)}`} prefetch={false} className="font-medium">
        <GuestText text={vm ?? vmId} limit={60} />
      </Link>
    );
  }
  if (host === undefined) return <span className="text-muted">—</span>;
  return (
    <span>
      <HostLink host={host} />
      {collector !== undefined && <span className="text-muted"> · {collector}</span>}
    </span>
  );
}
