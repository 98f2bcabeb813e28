'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { LastDayCard } from './_components/event/last-day-card.client.tsx';
import { FindingGroups } from './_components/finding/finding-groups.client.tsx';
import { HostFindingGroups } from './_components/finding/host-finding-groups.client.tsx';
import { HandoverCard } from './_components/handover/handover-card.client.tsx';
import { FleetStats } from './_components/host/fleet-stats.client.tsx';
import { HostTable } from './_components/host/host-table.client.tsx';
import { useTranslate } from './_components/i18n/use-translate.client.tsx';
import { Card } from './_components/layout/card.tsx';
import { Notice } from './_components/layout/notice.tsx';
import { PageHeading } from './_components/layout/page-heading.tsx';
import { StateNote } from './_components/layout/state-note.client.tsx';
import { VmTable } from './_components/vm/vm-table.client.tsx';
import { overviewQuery } from './_queries/overview.ts';

/** The fleet: numbers, findings by code, hosts and VMs, worst first. */
export function Overview() {
  const t = useTranslate();
  const overview = useQuery(overviewQuery()).data;
  if (overview === undefined || overview.numbers.hosts === 0) {
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
        <FleetStats numbers={overview.numbers} />
        <HandoverCard />
        <Card title={t('findings.title')}>
          <HostFindingGroups groups={overview.hostFindings} />
          <FindingGroups groups={overview.findings} />
        </Card>
        <LastDayCard />
        <Card title={t('overview.hosts')} aside={<Link href="/hosts">{t('hosts.all', { count: overview.numbers.hosts })}</Link>}>
          <HostTable hosts={overview.worstHosts} />
        </Card>
        <Card title={t('vms.worst')} aside={<Link href="/vms">{t('vms.all', { count: overview.numbers.vms })}</Link>}>
          {overview.worst.length === 0 ? (
            <StateNote kind="empty">{t('vms.noneAtAll')}</StateNote>
          ) : (
            <VmTable vms={overview.worst} caption={t('vms.worst.caption')} fewOnPhone />
          )}
        </Card>
      </div>
    </>
  );
}
