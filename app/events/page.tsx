import { eventsPerPage } from '../_queries/events.ts';
import { withStore } from '../_server/hydrate.tsx';
import { loadEvents } from '../_server/load-events.ts';
import { titled } from '../_server/preferences.ts';
import { Events } from './events.client.tsx';
import { parseEventsWanted, toSearchParams } from './search-params.ts';

interface EventsPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;
}

export const generateMetadata = titled('events.title');

export default function EventsPage({ searchParams }: EventsPageProps) {
  return withStore(async () => {
    const wanted = parseEventsWanted(toSearchParams(await searchParams));
    return <Events wanted={wanted} first={await loadEvents(wanted, { limit: eventsPerPage }, Date.now())} />;
  });
}
