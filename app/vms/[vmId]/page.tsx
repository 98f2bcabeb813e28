import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { toVisibleString } from '#lib/format/visible-text.ts';
import { parseVmId } from '#lib/model/vm-id.ts';
import { StoreError } from '#lib/store/store-error.ts';
import { clocksQuery } from '../../_queries/clocks.ts';
import { eventsQuery, recentEvents } from '../../_queries/events.ts';
import { subjectAlertsQuery } from '../../_queries/subject-alerts.ts';
import { vmQuery } from '../../_queries/vm.ts';
import { vmPowerQuery } from '../../_queries/vm-power.ts';
import { Hydrate, withStore } from '../../_server/hydrate.tsx';
import { loadClocks } from '../../_server/load-clocks.ts';
import { loadEvents } from '../../_server/load-events.ts';
import { loadVmAlerts } from '../../_server/load-subject-alerts.ts';
import { loadVm } from '../../_server/load-vm.ts';
import { loadVmPower } from '../../_server/load-vm-power.ts';
import { allEvents } from '../../events/search-params.ts';
import { Vm } from './vm.client.tsx';

interface VmPageProps {
  readonly params: Promise<{ readonly vmId: string }>;
}

export async function generateMetadata({ params }: VmPageProps): Promise<Metadata> {
  const vmId = parseVmId((await params).vmId);
  if (vmId === undefined) return {};
  try {
    const detail = await loadVm(vmId);
    return detail === undefined ? {} : { title: toVisibleString(detail.vm.name) };
  } catch (error) {
    // The page itself says that there is no store.
    if (error instanceof StoreError) return {};
    throw error;
  }
}

export default async function VmPage({ params }: VmPageProps) {
  const vmId = parseVmId((await params).vmId);
  if (vmId === undefined) notFound();
  return withStore(async () => {
    const detail = await loadVm(vmId);
    if (detail === undefined) notFound();
    // The host's clock alone: what the VM's own may hang on.
    const ofVm = { ...allEvents, vmId };
    const ofHost = { host: detail.vm.host, limit: 0 };
    const now = Date.now();
    const ofLastDay = { from: now - 86_400_000, to: now };
    const loaded = [
      { queryKey: vmQuery(vmId).queryKey, data: detail },
      { queryKey: subjectAlertsQuery({ kind: 'vm', id: vmId }).queryKey, data: await loadVmAlerts(vmId, ofLastDay) },
      { queryKey: eventsQuery(ofVm, recentEvents).queryKey, data: await loadEvents(ofVm, { limit: recentEvents }, now) },
      { queryKey: vmPowerQuery(vmId, '24h').queryKey, data: await loadVmPower(vmId, '24h', now) },
      { queryKey: clocksQuery(ofHost).queryKey, data: await loadClocks(ofHost.limit, ofHost.host) },
    ];
    return (
      <Hydrate loaded={loaded}>
        <Vm vmId={vmId} />
      </Hydrate>
    );
  });
}
