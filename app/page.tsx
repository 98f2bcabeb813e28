import { eventsQuery } from './_queries/events.ts';
import { handoverQuery } from './_queries/handover.ts';
import { overviewQuery } from './_queries/overview.ts';
import { Hydrate, withStore } from './_server/hydrate.tsx';
import { loadEvents } from './_server/load-events.ts';
import { loadHandover } from './_server/load-handover.ts';
import { loadOverview } from './_server/load-overview.ts';
import { type LastDayPart, lastDayLimits, lastDayParts, lastDayWanted } from './events/last-day.ts';
import { Overview } from './overview.client.tsx';

export default function OverviewPage() {
  return withStore(async () => {
    const now = Date.now();
    const load = async (part: LastDayPart) => {
      const [wanted, limit] = [lastDayWanted[part], lastDayLimits[part]];
      return { queryKey: eventsQuery(wanted, limit).queryKey, data: await loadEvents(wanted, { limit }, now) };
    };
    const loaded = [
      { queryKey: overviewQuery().queryKey, data: await loadOverview(now) },
      { queryKey: handoverQuery(12).queryKey, data: await loadHandover(12, now) },
      ...(await Promise.all(lastDayParts.map(load))),
    ];
    return (
      <Hydrate loaded={loaded}>
        <Overview />
      </Hydrate>
    );
  });
}
