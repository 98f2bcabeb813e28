import { eventsQuery } from './_queries/events.ts';
import { overviewQuery } from './_queries/overview.ts';
import { Hydrate, withStore } from './_server/hydrate.tsx';
import { loadEvents } from './_server/load-events.ts';
import { loadOverview } from './_server/load-overview.ts';
import { lastDay, lastDayEvents } from './events/search-params.ts';
import { Overview } from './overview.client.tsx';

export default function OverviewPage() {
  return withStore(async () => {
    const now = Date.now();
    const loaded = [
      { queryKey: overviewQuery().queryKey, data: await loadOverview(now) },
      { queryKey: eventsQuery(lastDay, lastDayEvents).queryKey, data: await loadEvents(lastDay, { limit: lastDayEvents }, now) },
    ];
    return (
      <Hydrate loaded={loaded}>
        <Overview />
      </Hydrate>
    );
  });
}
