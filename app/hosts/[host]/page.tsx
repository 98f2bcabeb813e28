import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { eventsQuery, recentEvents } from '../../_queries/events.ts';
import { hostFindingsQuery } from '../../_queries/findings.ts';
import { hostsQuery } from '../../_queries/hosts.ts';
import { subjectAlertsQuery } from '../../_queries/subject-alerts.ts';
import { hostVmsQuery, mostOfHost } from '../../_queries/vms.ts';
import { Hydrate, withStore } from '../../_server/hydrate.tsx';
import { loadEvents } from '../../_server/load-events.ts';
import { loadFindings } from '../../_server/load-findings.ts';
import { loadHosts } from '../../_server/load-hosts.ts';
import { loadHostAlerts } from '../../_server/load-subject-alerts.ts';
import { loadVms } from '../../_server/load-vms.ts';
import { allEvents } from '../../events/search-params.ts';
import { Host } from './host.client.tsx';
import { parseHostParam } from './search-params.ts';

interface HostPageProps {
  readonly params: Promise<{ readonly host: string }>;
}

export async function generateMetadata({ params }: HostPageProps): Promise<Metadata> {
  const host = parseHostParam((await params).host);
  return host === undefined ? {} : { title: host };
}

export default async function HostPage({ params }: HostPageProps) {
  const name = parseHostParam((await params).host);
  if (name === undefined) notFound();
  return withStore(async () => {
    const ofHost = { ...allEvents, host: name };
    const now = Date.now();
    const [hosts, vms, findings, events, alerts] = await Promise.all([
      loadHosts(),
      loadVms(name, { limit: mostOfHost }),
      loadFindings(name, { limit: mostOfHost }),
      loadEvents(ofHost, { limit: recentEvents }, now),
      loadHostAlerts(name, { from: now - 86_400_000, to: now }),
    ]);
    if (!hosts.hosts.some((host) => host.host === name)) notFound();
    const loaded = [
      { queryKey: hostsQuery().queryKey, data: hosts },
      { queryKey: subjectAlertsQuery({ kind: 'host', id: name }).queryKey, data: alerts },
      { queryKey: hostVmsQuery(name).queryKey, data: vms },
      { queryKey: hostFindingsQuery(name).queryKey, data: findings },
      { queryKey: eventsQuery(ofHost, recentEvents).queryKey, data: events },
    ];
    return (
      <Hydrate loaded={loaded}>
        <Host name={name} />
      </Hydrate>
    );
  });
}
