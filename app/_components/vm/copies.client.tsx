'use client';

import { describeState } from '#lib/format/describe-code.ts';
import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { type Column, DataRow, DataTable } from '../layout/data-table.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { HostLink } from './vm-links.client.tsx';

/** The other places where the id stands. Nothing where there are none. */
export function Copies({ copies }: { readonly copies: ApiVmDetail['copies'] }) {
  const t = useTranslate();
  const columns: readonly Column[] = [
    { id: 'host', title: t('vm.host') },
    { id: 'kind', title: t('vm.copies.kind') },
    { id: 'state', title: t('vm.state') },
    { id: 'name', title: t('vms.name'), className: 'whitespace-normal' },
  ];
  if (copies.length === 0) return null;
  return (
    <Card title={t('vm.copies')}>
      <DataTable caption={t('vm.copies')} columns={columns}>
        {copies.map((copy) => (
          <DataRow
            key={copy.host}
            columns={columns}
            cells={[
              <HostLink key="host" host={copy.host} />,
              t(`kind.${copy.kind}`),
              t.message(describeState(copy.state, copy.otherState)),
              <GuestText key="name" text={copy.name} limit={100} />,
            ]}
          />
        ))}
      </DataTable>
    </Card>
  );
}
