'use client';

import { formatDuration } from '#lib/format/format-duration.ts';
import type { ApiPassedAlert, ApiPassedGroup } from '#lib/model/api/handover.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { LocalTime } from '../time/local-time.client.tsx';
import { AlertSubject } from './alert-subject.client.tsx';

/** Alerts that came and went, one block for each rule; opened, each of its alerts. */
export function HandoverPassed({ groups }: { readonly groups: readonly ApiPassedGroup[] }) {
  return (
    <ul>
      {groups.map((group) => (
        <li key={group.rule} className="border-line not-first:border-t">
          <Group group={group} />
        </li>
      ))}
    </ul>
  );
}

function Group({ group: { rule, severity, count, times, firedMs, alerts } }: { readonly group: ApiPassedGroup }) {
  const t = useTranslate();
  return (
    <details className="group" open={count <= 3}>
      <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2 hover:bg-raised">
        <span className={`flex w-36 shrink-0 items-center gap-1.5 ${levelColour(severity)}`}>
          <StatusIcon level={severity} />
          {t(`severity.${severity}`)}
        </span>
        <span className="min-w-0 flex-1 basis-64 truncate font-medium">{rule}</span>
        <span className="flex shrink-0 flex-wrap gap-x-4 text-muted tabular-nums">
          <span>{t('handover.alerts', { count })}</span>
          <span>{t('handover.firings', { count: times })}</span>
          <span>{t('handover.inAll', { duration: formatDuration(firedMs, t.locale) })}</span>
        </span>
      </summary>
      <ul className="pb-2">
        {alerts.map((alert) => (
          <Line key={alert.fingerprint} alert={alert} />
        ))}
        {count > alerts.length && (
          <li className="px-4 text-muted sm:pl-44">{t('alerts.andMore', { count: count - alerts.length })}</li>
        )}
      </ul>
    </details>
  );
}

function Line({ alert: { labels, from, to, times, firedMs } }: { readonly alert: ApiPassedAlert }) {
  const t = useTranslate();
  return (
    <li className="flex flex-wrap gap-x-4 px-4 py-0.5 sm:pl-44">
      <span className="min-w-0 basis-48">
        <AlertSubject labels={labels} />
      </span>
      <span className="text-muted">
        {from === null ? t('handover.before') : <LocalTime at={from} />}
        {' – '}
        {to === null ? t('watch.table.unknown') : <LocalTime at={to} />}
      </span>
      <span className="text-muted tabular-nums">
        {formatDuration(firedMs, t.locale)}
        {times > 1 && ` · ${t('handover.times', { count: times })}`}
      </span>
    </li>
  );
}
