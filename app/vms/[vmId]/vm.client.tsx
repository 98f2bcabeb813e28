'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import type { VmId } from '#lib/model/vm-id.ts';
import { StandingAlerts } from '../../_components/alert/standing-alerts.client.tsx';
import { BeaconCard } from '../../_components/clock/beacon-card.client.tsx';
import { VmClockCard } from '../../_components/clock/vm-clock-card.client.tsx';
import { FindingCards } from '../../_components/finding/finding-cards.client.tsx';
import { useTranslate } from '../../_components/i18n/use-translate.client.tsx';
import { PageHeading } from '../../_components/layout/page-heading.tsx';
import { PowerStripCard } from '../../_components/power/power-strip-card.client.tsx';
import { StatusIcon } from '../../_components/status/status-icon.tsx';
import { GuestText } from '../../_components/text/guest-text.client.tsx';
import { ChangeHistory } from '../../_components/vm/change-history.client.tsx';
import { Copies } from '../../_components/vm/copies.client.tsx';
import { HeartbeatCard } from '../../_components/vm/heartbeat-card.client.tsx';
import { KvpCard } from '../../_components/vm/kvp-card.client.tsx';
import { ServicesCard } from '../../_components/vm/services-card.client.tsx';
import { SignCards } from '../../_components/vm/sign-cards.client.tsx';
import { VmFactsCard } from '../../_components/vm/vm-facts-card.client.tsx';
import { HostLink } from '../../_components/vm/vm-links.client.tsx';
import { clocksQuery } from '../../_queries/clocks.ts';
import { recentEvents } from '../../_queries/events.ts';
import { ApiError } from '../../_queries/fetch-json.ts';
import { vmQuery } from '../../_queries/vm.ts';
import { allEvents } from '../../events/search-params.ts';
import { VmNotices } from './vm-notices.client.tsx';

// These stand far down, and their scripts come after the page: all parts together are more than any page may begin with.
const DisksCard = dynamic(() => import('../../_components/disk/disks-card.client.tsx').then((part) => part.DisksCard));
const EventsCard = dynamic(() => import('../../_components/event/events-card.client.tsx').then((part) => part.EventsCard));
// Far down the page, and with its charts a good part of all script.
const VmHistory = dynamic(() => import('../../_components/vm/vm-history.client.tsx').then((module) => module.VmHistory));

/** One VM: its findings, its vital signs, and the readings that they rest on. */
export function Vm({ vmId }: { readonly vmId: string }) {
  const t = useTranslate();
  const { data, error } = useQuery(vmQuery(vmId));
  const hostClock = useHostClock(data?.vm.host);
  if (data === undefined) return null;
  const gone = error instanceof ApiError && error.status === 404;
  return (
    <>
      <PageHeading
        title={
          <span className="flex items-center gap-2">
            <StatusIcon level={data.vm.level} className="size-5" />
            <span className="sr-only">{t(`level.${data.vm.level}`)}: </span>
            <GuestText text={data.vm.name} limit={100} />
          </span>
        }
      >
        <span>
          {t('vm.host')} <HostLink host={data.vm.host} />
        </span>
        <code className="font-mono text-xs">{vmId}</code>
      </PageHeading>
      <div className="space-y-4">
        <VmNotices detail={data} gone={gone} />
        <StandingAlerts subject={{ kind: 'vm', id: vmId }} name={data.vm.name} />
        <FindingCards findings={data.findings} />
        <SignCards signs={data.vm.signs} />
        <PowerStripCard vmId={vmId} />
        <div className="grid items-start gap-4 xl:grid-cols-[1fr_2fr]">
          <div className="min-w-0 space-y-4">
            <VmFactsCard detail={data} />
            <VmClockCard clock={data.clock} beacon={data.beacon} host={data.vm.host} hostClock={hostClock} />
            <HeartbeatCard heartbeat={data.heartbeat} />
            <Copies copies={data.copies} />
          </div>
          <div className="min-w-0 space-y-4">
            <ServicesCard services={data.services} />
            <DisksCard disks={data.disks} />
            <BeaconCard beacon={data.beacon} stale={data.clock?.stale === true} />
            <KvpCard kvp={data.kvp} changes={data.changes} />
          </div>
        </div>
        <EventsCard
          title={t('events.recent')}
          wanted={{ ...allEvents, vmId: data.vm.vmId as VmId }}
          limit={recentEvents}
          without={['vm']}
        />
        <VmHistory vmId={vmId} changes={data.changes} />
        <ChangeHistory changes={data.changes} />
      </div>
    </>
  );
}

/** The clock of the VM's host, which its own clock may hang on; undefined until it is at hand. */
function useHostClock(host: string | undefined) {
  const clocks = useQuery({ ...clocksQuery({ host, limit: 0 }), enabled: host !== undefined });
  return clocks.data?.hosts.find((row) => row.host === host)?.clock;
}
