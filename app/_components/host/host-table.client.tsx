'use client';

import { furthestBehind, neverRead } from '#lib/derive/freshness.ts';
import { formatCount } from '#lib/format/format-count.ts';
import type { ApiHost } from '#lib/model/api/hosts.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { type Column, DataRow, DataTable } from '../layout/data-table.tsx';
import { Sign } from '../status/sign.client.tsx';
import { ReadingAge } from '../time/age.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { HostLink } from '../vm/vm-table.client.tsx';
import { Broken } from './host-columns.client.tsx';
import { Labels, Transport } from './host-facts.client.tsx';
import { toFreshness } from './to-freshness.ts';

/** A few hosts, in the order given: do they answer, what stands on them, how old is what we know. */
export function HostTable({ hosts }: { readonly hosts: readonly ApiHost[] }) {
  const t = useTranslate();
  const columns: readonly Column[] = [
    { id: 'name', title: t('hosts.name'), className: 'w-40' },
    { id: 'sign', title: t('hosts.sign'), className: 'w-56' },
    { id: 'vms', title: t('hosts.vms'), numeric: true },
    { id: 'running', title: t('overview.running'), numeric: true, className: 'hidden sm:table-cell' },
    { id: 'broken', title: t('hosts.broken'), numeric: true },
    { id: 'transport', title: t('hosts.transport'), className: 'hidden md:table-cell' },
    { id: 'labels', title: t('hosts.labels'), className: 'hidden lg:table-cell' },
    { id: 'age', title: t('hosts.read'), numeric: true },
  ];
  const now = useNow();
  const freshness = (host: ApiHost) => furthestBehind(host.scrapes.map(toFreshness), now) ?? neverRead;
  const count = (value: number) => formatCount(value, t.locale);
  return (
    <DataTable caption={t('hosts.caption')} columns={columns}>
      {hosts.map((host) => (
        <DataRow
          key={host.host}
          columns={columns}
          cells={[
            <span key="name" className="font-medium">
              <HostLink host={host.host} />
            </span>,
            <Sign key="sign" sign={host.sign} freshness={freshness(host)} />,
            count(host.vms.total),
            count(host.vms.running),
            <Broken key="broken" vms={host.vms} />,
            <Transport key="transport" transport={host.transport} />,
            <Labels key="labels" labels={host.labels} />,
            <ReadingAge key="age" freshness={freshness(host)} short />,
          ]}
        />
      ))}
    </DataTable>
  );
}
