'use client';

import { useState } from 'react';
import type { ApiAlert } from '#lib/model/api/alerts.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { AlertRow, alertColumns } from './alert-row.client.tsx';

interface AlertTableProps {
  readonly caption: string;
  readonly alerts: readonly ApiAlert[];
  /** Fingerprints of rows that are open at first. */
  readonly open?: readonly string[];
}

/** The alerts of one rule; each row opens to its history. Cards where the window is narrow. */
export function AlertTable({ caption, alerts, open: openAtFirst = [] }: AlertTableProps) {
  const t = useTranslate();
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(openAtFirst));
  const toggle = (fingerprint: string) =>
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(fingerprint)) next.add(fingerprint);
      return next;
    });
  return (
    <table className="w-full border-separate border-spacing-0 border-line border-t max-lg:block lg:table-fixed">
      <caption className="sr-only">{caption}</caption>
      <colgroup className="max-lg:hidden">
        {alertColumns.map(({ id, width }) => (
          <col key={id} className={width} />
        ))}
      </colgroup>
      <thead className="max-lg:sr-only">
        <tr>
          {alertColumns.map(({ id }) => (
            <th
              key={id}
              scope="col"
              className="h-8 truncate border-line border-b px-3 text-left font-medium text-muted text-xs first:pl-4 last:pr-4"
            >
              {id === 'open' || id === 'acts' ? <span className="sr-only">{t(`alerts.${id}`)}</span> : t(`alerts.${id}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-lg:block">
        {alerts.map((alert) => (
          <AlertRow key={alert.fingerprint} alert={alert} isOpen={open.has(alert.fingerprint)} onToggle={toggle} />
        ))}
      </tbody>
    </table>
  );
}
