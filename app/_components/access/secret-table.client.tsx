'use client';

import type { ApiToken } from '#lib/model/api/tokens.ts';
import type { ApiWallLink } from '#lib/model/api/wall-links.ts';
import { ShortTime } from '../act/short-time.client.tsx';
import { buttonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { type Column, DataRow, DataTable } from '../layout/data-table.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { When } from './when.client.tsx';

interface SecretTableProps<Row> {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly onRevoke: (row: Row) => void;
}

/** Tokens or wall links: what they are for, whose they are, and whether anybody still uses them. */
export function SecretTable<Row extends ApiWallLink | ApiToken>({ caption, rows, onRevoke }: SecretTableProps<Row>) {
  const t = useTranslate();
  const hasRole = rows.some((row) => 'role' in row);
  const columns: readonly Column[] = [
    { id: 'name', title: t('access.name'), className: 'whitespace-normal' },
    ...(hasRole ? [{ id: 'role', title: t('access.role') }] : []),
    { id: 'shown', title: t('access.beginsWith') },
    { id: 'used', title: t('access.used') },
    { id: 'ends', title: t('access.ends') },
    { id: 'created', title: t('access.created') },
    { id: 'by', title: t('access.createdBy') },
    { id: 'acts', title: t('access.acts'), numeric: true },
  ];
  return (
    <DataTable caption={caption} columns={columns}>
      {rows.map((row) => (
        <DataRow
          key={row.id}
          columns={columns}
          cells={[
            <span key="name" className="font-medium">
              <GuestText text={row.name} limit={60} />
            </span>,
            ...('role' in row ? [t(`access.role.${row.role}`)] : []),
            <code key="shown" className="font-mono text-xs">{`${row.shown}…`}</code>,
            <When key="used" at={row.usedAt} />,
            <Ends key="ends" at={row.expiresAt} />,
            <When key="created" at={row.createdAt} />,
            <GuestText key="by" text={row.createdBy} limit={60} />,
            <button
              key="acts"
              type="button"
              className={buttonClass}
              aria-label={t('access.revoke.one', { name: row.name })}
              onClick={() => onRevoke(row)}
            >
              {t('access.revoke')}
            </button>,
          ]}
        />
      ))}
    </DataTable>
  );
}

function Ends({ at }: { readonly at: number | null }) {
  const t = useTranslate();
  const now = useNow();
  if (at === null) return <span className="text-muted">{t('access.ends.never')}</span>;
  if (at <= now) return <span className="font-medium text-warning">{t('access.ends.over')}</span>;
  return <ShortTime at={at} />;
}
