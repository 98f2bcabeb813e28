'use client';

import { toVisibleString } from '#lib/format/visible-text.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { type Column, DataRow, DataTable } from '../layout/data-table.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { Sign } from '../status/sign.client.tsx';
import { PartAge } from './part-age.client.tsx';
import { Switched, useStatusText } from './status-text.client.tsx';

/** The six integration services: verdict, what the host has switched on, what the guest's component says. */
export function ServicesCard({ services }: { readonly services: ApiVmDetail['services'] }) {
  const t = useTranslate();
  const status = useStatusText();
  const columns: readonly Column[] = [
    { id: 'service', title: t('vm.services.service') },
    { id: 'verdict', title: t('vm.services.verdict'), className: 'min-w-44 whitespace-normal' },
    { id: 'enabled', title: t('vm.services.enabled') },
    { id: 'primary', title: t('vm.services.primary') },
    { id: 'secondary', title: t('vm.services.secondary') },
  ];
  return (
    <Card title={t('vm.services')} aside={<PartAge part={services} />}>
      {services === null ? (
        <StateNote kind="empty">{t('sign.noReading.detail')}</StateNote>
      ) : (
        <DataTable caption={t('vm.services.caption')} columns={columns}>
          {services.rows.map((row) => (
            <DataRow
              key={row.service}
              columns={columns}
              cells={[
                t(`service.${row.service}`),
                <span key="verdict">
                  <Sign sign={row.sign} freshness={services.freshness} />
                  {row.sign.level !== 'none' && row.sign.level !== 'ok' && (
                    <span className="block text-muted text-xs">
                      {row.sign.detail.map((detail) => toVisibleString(t.message(detail as Message))).join(' ')}
                    </span>
                  )}
                </span>,
                <Switched key="enabled" enabled={row.enabled} />,
                status(row.primary),
                status(row.secondary),
              ]}
            />
          ))}
        </DataTable>
      )}
    </Card>
  );
}
