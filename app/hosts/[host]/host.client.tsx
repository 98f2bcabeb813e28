'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { type Freshness, neverRead } from '#lib/derive/freshness.ts';
import { missing } from '#lib/format/missing.ts';
import type { ApiHost } from '#lib/model/api/hosts.ts';
import { StandingAlerts } from '../../_components/alert/standing-alerts.client.tsx';
import { HostClockCard } from '../../_components/clock/host-clock-card.client.tsx';
import { FindingCards } from '../../_components/finding/finding-cards.client.tsx';
import { FindingGroups } from '../../_components/finding/finding-groups.client.tsx';
import { Labels, Transport } from '../../_components/host/host-facts.client.tsx';
import { ScrapeRows, useScrapeColumns } from '../../_components/host/scrape-rows.client.tsx';
import { toFreshness } from '../../_components/host/to-freshness.ts';
import { useTranslate } from '../../_components/i18n/use-translate.client.tsx';
import { Card } from '../../_components/layout/card.tsx';
import { DataTable } from '../../_components/layout/data-table.tsx';
import { Facts } from '../../_components/layout/facts.tsx';
import { Notice } from '../../_components/layout/notice.tsx';
import { PageHeading } from '../../_components/layout/page-heading.tsx';
import { StateNote } from '../../_components/layout/state-note.client.tsx';
import { Sign } from '../../_components/status/sign.client.tsx';
import { GuestText } from '../../_components/text/guest-text.client.tsx';
import { VmTable } from '../../_components/vm/vm-table.client.tsx';
import { recentEvents } from '../../_queries/events.ts';
import { hostFindingsQuery } from '../../_queries/findings.ts';
import { hostsQuery } from '../../_queries/hosts.ts';
import { hostVmsQuery } from '../../_queries/vms.ts';
import { allEvents } from '../../events/search-params.ts';

// These stand far down, and their scripts come after the page: all parts together are more than any page may begin with.
const EventsCard = dynamic(() => import('../../_components/event/events-card.client.tsx').then((part) => part.EventsCard));
const HostHistory = dynamic(() => import('../../_components/host/host-history.client.tsx').then((part) => part.HostHistory));

/** The age of what is known of the host's clock. */
function clockFreshness({ scrapes }: ApiHost): Freshness {
  const scrape = scrapes.find(({ collector }) => collector === 'clock');
  return scrape === undefined ? neverRead : toFreshness(scrape);
}

/** One host: does it answer, each collector's last scrape, the findings about it and its VMs, the VMs that it owns. */
export function Host({ name }: { readonly name: string }) {
  const t = useTranslate();
  const columns = useScrapeColumns();
  const host = useQuery(hostsQuery()).data?.hosts.find((entry) => entry.host === name);
  const vms = useQuery(hostVmsQuery(name)).data?.vms ?? [];
  const findings = useQuery(hostFindingsQuery(name)).data?.groups ?? [];
  if (host === undefined) {
    return (
      <Notice size="page" title={t('hosts.gone.title')}>
        <p>{t('hosts.gone.body')}</p>
        <p>
          <Link href="/hosts">{t('hosts.gone.back')}</Link>
        </p>
      </Notice>
    );
  }
  const facts = [
    { label: t('hosts.computerName'), value: host.computerName === null ? missing : <GuestText text={host.computerName} /> },
    { label: t('hosts.transport'), value: <Transport transport={host.transport} /> },
    { label: t('hosts.address'), value: host.address === null ? missing : <bdi>{host.address}</bdi> },
    { label: t('hosts.labels'), value: <Labels labels={host.labels} /> },
  ];
  return (
    <>
      <PageHeading title={<bdi>{host.host}</bdi>}>
        <Sign sign={host.sign} />
      </PageHeading>
      <div className="grid items-start gap-4 xl:grid-cols-[1fr_3fr]">
        <div className="min-w-0 xl:col-span-2">
          <StandingAlerts subject={{ kind: 'host', id: host.host }} name={host.host} />
        </div>
        {host.findings.length > 0 && (
          <div className="min-w-0 xl:col-span-2">
            <FindingCards findings={host.findings} />
          </div>
        )}
        <Card title={t('host.facts')}>
          <Facts rows={facts} />
        </Card>
        <Card title={t('host.collectors')}>
          {host.scrapes.length === 0 ? (
            <StateNote kind="empty">{t('targets.noScrapes')}</StateNote>
          ) : (
            <DataTable caption={t('targets.captionHost', { host: name })} columns={columns}>
              <ScrapeRows scrapes={host.scrapes} />
            </DataTable>
          )}
        </Card>
        {findings.length > 0 && (
          <div className="min-w-0 xl:col-span-2">
            <Card title={t('findings.title')}>
              <FindingGroups groups={findings} host={name} />
            </Card>
          </div>
        )}
        <div className="min-w-0 xl:col-span-2">
          <HostClockCard clock={host.clock} freshness={clockFreshness(host)} />
        </div>
        <div className="min-w-0 xl:col-span-2">
          <EventsCard
            title={t('events.recent')}
            wanted={{ ...allEvents, host: host.host }}
            limit={recentEvents}
            without={['host']}
          />
        </div>
        <div className="min-w-0 xl:col-span-2">
          <HostHistory host={host.host} collectors={host.scrapes.map(({ collector }) => collector).join()} />
        </div>
        <div className="min-w-0 xl:col-span-2">
          <Card title={t('host.vms')} aside={t('vms.shown', { count: vms.length })}>
            {vms.length === 0 ? (
              <StateNote kind={host.sign.word.key === 'host.accessDenied' ? 'noPermission' : 'empty'}>
                {host.sign.word.key === 'host.accessDenied' ? undefined : t('vms.noneAtAll')}
              </StateNote>
            ) : (
              <VmTable vms={vms} withHost={false} />
            )}
          </Card>
        </div>
      </div>
    </>
  );
}
