'use client';

import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { type Column, DataRow, DataTable } from '../layout/data-table.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { LocalTime } from '../time/local-time.client.tsx';
import { HostLink } from './vm-links.client.tsx';

/** What changed in the VM, newest first. */
export function ChangeHistory({ changes }: { readonly changes: ApiVmDetail['changes'] }) {
  const t = useTranslate();
  const columns: readonly Column[] = [
    { id: 'when', title: t('vm.history.when') },
    { id: 'what', title: t('vm.history.what'), className: 'whitespace-normal' },
    { id: 'from', title: t('vm.history.from'), className: 'min-w-40 whitespace-normal' },
    { id: 'to', title: t('vm.history.to'), className: 'min-w-40 whitespace-normal' },
    { id: 'host', title: t('vm.host') },
  ];
  return (
    <Card title={t('vm.history')}>
      {changes.length === 0 ? (
        <p className="px-4 py-4 text-muted">{t('vm.history.none')}</p>
      ) : (
        <DataTable caption={t('vm.history.caption')} columns={columns}>
          {changes.map((change) => (
            <DataRow
              key={change.id}
              columns={columns}
              cells={[
                <LocalTime key="when" at={change.at} />,
                <GuestText key="what" text={change.what} limit={120} />,
                <Side key="from" text={change.from} />,
                <Side key="to" text={change.to} />,
                <HostLink key="host" host={change.host} />,
              ]}
            />
          ))}
        </DataTable>
      )}
    </Card>
  );
}

function Side({ text }: { readonly text: string | null }) {
  const t = useTranslate();
  if (text === null) return <span className="text-muted">{t('vm.history.absent')}</span>;
  return (
    <span className="font-mono text-xs">
      <GuestText text={text} limit={200} />
    </span>
  );
}
