'use client';

import { useQuery } from '@tanstack/react-query';
import { usePathname, useSearchParams } from 'next/navigation';
import { FleetStats } from './_components/host/fleet-stats.client.tsx';
import { HostTable } from './_components/host/host-table.client.tsx';
import { useTranslate } from './_components/i18n/use-translate.client.tsx';
import { Card } from './_components/layout/card.tsx';
import { Notice } from './_components/layout/notice.tsx';
import { PageHeading } from './_components/layout/page-heading.tsx';
import { VmList } from './_components/vm/vm-list.client.tsx';
import { hostsQuery } from './_queries/hosts.ts';
import { vmsQuery } from './_queries/vms.ts';
import { parseOverviewParams, toOverviewSearch } from './search-params.ts';

/** The fleet: numbers, hosts, VMs worst first. */
export function Overview() {
  const t = useTranslate();
  const path = usePathname();
  const filter = parseOverviewParams(useSearchParams());
  const hosts = useQuery(hostsQuery()).data?.hosts ?? [];
  const vms = useQuery(vmsQuery()).data?.vms ?? [];
  if (hosts.length === 0) {
    return (
      <Notice size="page" title={t('overview.empty.title')}>
        <p>{t('overview.empty.body')}</p>
        <p>{t('overview.empty.hint')}</p>
      </Notice>
    );
  }
  return (
    <>
      <PageHeading title={t('overview.title')} />
      <div className="space-y-4">
        <FleetStats hosts={hosts} vms={vms} />
        <Card title={t('overview.hosts')}>
          <HostTable hosts={hosts} />
        </Card>
        <VmList
          vms={vms}
          filter={filter}
          // The server has nothing to add for another filter, so the URL changes without asking it.
          onFilter={(next) => window.history.replaceState(null, '', `${path}${toOverviewSearch(next)}`)}
        />
      </div>
    </>
  );
}
