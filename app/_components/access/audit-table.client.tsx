'use client';

import type { ApiAuditEntry } from '#lib/model/api/audit.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { type Column, DataRow, DataTable } from '../layout/data-table.tsx';
import { StatusIcon } from '../status/status-icon.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { LocalTime } from '../time/local-time.client.tsx';

/** Entries of the audit, newest first. Everything that people typed is shown as text. */
export function AuditTable({ entries }: { readonly entries: readonly ApiAuditEntry[] }) {
  const t = useTranslate();
  const columns: readonly Column[] = [
    { id: 'at', title: t('audit.at') },
    { id: 'actor', title: t('audit.actor') },
    { id: 'action', title: t('audit.action') },
    { id: 'target', title: t('audit.target'), className: 'whitespace-normal min-w-32' },
    { id: 'outcome', title: t('audit.outcome') },
    { id: 'address', title: t('audit.address') },
    { id: 'detail', title: t('audit.detail'), className: 'whitespace-normal min-w-48 max-w-96' },
  ];
  return (
    <DataTable caption={t('audit.caption')} columns={columns}>
      {entries.map((entry) => (
        <DataRow
          key={entry.id}
          columns={columns}
          cells={[
            <LocalTime key="at" at={entry.at} />,
            <Actor key="actor" actor={entry.actor} />,
            <code key="action" className="font-mono text-xs">
              {entry.action}
            </code>,
            <GuestText key="target" text={entry.target} limit={80} />,
            <Outcome key="outcome" entry={entry} />,
            <bdi key="address" className="text-muted">
              {entry.address}
            </bdi>,
            <Detail key="detail" detail={entry.detail} />,
          ]}
        />
      ))}
    </DataTable>
  );
}

function Actor({ actor: { kind, name } }: Pick<ApiAuditEntry, 'actor'>) {
  const t = useTranslate();
  const word = t(`audit.actor.${kind}`);
  if (name === '') return <span className="text-muted">{word}</span>;
  return (
    <>
      <GuestText text={name} limit={60} /> <span className="text-muted text-xs">({word})</span>
    </>
  );
}

function Outcome({ entry: { outcome, reason } }: { readonly entry: ApiAuditEntry }) {
  const t = useTranslate();
  if (outcome === 'done') return <span className="text-muted">{t('audit.outcome.done')}</span>;
  return (
    <span className="inline-flex items-center gap-1.5 font-medium text-warning">
      <StatusIcon level="warning" className="size-3.5" />
      <span>
        {t('audit.outcome.refused')}
        {reason !== '' && <>: {reason}</>}
      </span>
    </span>
  );
}

/** Facts as the audit has them: names and plain values, what is nested as JSON. */
function Detail({ detail }: Pick<ApiAuditEntry, 'detail'>) {
  const text = Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${factText(name, value)}`)
    .join(', ');
  return (
    <span className="text-muted text-xs">
      <GuestText text={text} limit={160} />
    </span>
  );
}

/** Times are UTC milliseconds by their names; nobody reads those. */
function factText(name: string, value: unknown): string {
  if (typeof value === 'number' && name.endsWith('At') && Math.abs(value) < 8.64e15) return new Date(value).toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}
