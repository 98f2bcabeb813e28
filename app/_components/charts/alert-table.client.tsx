'use client';

import { formatDuration } from '#lib/format/format-duration.ts';
import { missing } from '#lib/format/missing.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { ApiAlertInterval } from '#lib/model/api/subject-alerts.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { type Column, DataRow, DataTable } from '../layout/data-table.tsx';
import { StatusIcon } from '../status/status-icon.tsx';
import type { ChartAlerts } from './chart-alerts.client.tsx';
import { useChartTime } from './use-chart-time.client.tsx';

/** More lines are read by nobody. */
const mostLines = 200;

/** What charts draw of alerts, as text, newest first. Nothing where there is none. */
export function AlertTable({ alerts: { intervals, silences } }: { readonly alerts: ChartAlerts }) {
  const t = useTranslate();
  const time = useChartTime();
  if (intervals.length + silences.length === 0) return null;
  const columns: readonly Column[] = [
    { id: 'alert', title: t('watch.table.alert') },
    { id: 'from', title: t('chart.table.from'), numeric: true },
    { id: 'to', title: t('chart.table.to'), numeric: true },
    { id: 'duration', title: t('chart.table.duration'), numeric: true },
    { id: 'deeds', title: t('watch.table.deeds') },
  ];
  const at = (moment: number) => time.moment(moment, 0);
  const rows = [
    ...intervals.map((one) => ({ at: one.from ?? 0, key: `${one.fingerprint} ${one.from}`, cells: cellsOf(one, t, at) })),
    ...silences.map(({ id, from, to, by, comment }) => ({
      at: from,
      key: `${id} ${from}`,
      cells: [t('watch.marks.silenced'), at(from), at(to), formatDuration(to - from, t.locale), said(by, comment)],
    })),
  ].toSorted((a, b) => b.at - a.at);
  return (
    <div className="border-line border-t">
      <DataTable caption={t('watch.table.caption')} columns={columns}>
        {rows.slice(0, mostLines).map(({ key, cells }) => (
          <DataRow key={key} columns={columns} cells={cells} />
        ))}
      </DataTable>
      {rows.length > mostLines && (
        <p className="px-4 py-2 text-muted text-xs">{t('watch.table.cut', { shown: mostLines, count: rows.length })}</p>
      )}
    </div>
  );
}

type Translate = ReturnType<typeof useTranslate>;

function cellsOf({ severity, rule, from, to, end, marks }: ApiAlertInterval, t: Translate, at: (moment: number) => string) {
  const deeds = marks.map((mark) => `${t(`watch.deed.${mark.kind}`)} ${at(mark.at)} ${said(mark.by, mark.note)}`);
  return [
    <span key="alert" className="inline-flex items-center gap-1.5">
      <StatusIcon level={severity} />
      <span className="sr-only">{t(`severity.${severity}`)}</span>
      {rule}
    </span>,
    from === null ? t('watch.table.before') : at(from),
    end === 'open' ? t('watch.table.open') : to === null ? t('watch.table.unknown') : at(to),
    from === null || to === null ? missing : formatDuration(to - from, t.locale),
    deeds.length === 0 ? missing : deeds.join('; '),
  ];
}

/** Who, and in which words. */
function said(by: string, note: string): string {
  return toVisibleString(note === '' ? by : `${by}: ${note}`);
}
