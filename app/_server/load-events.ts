import { parseEventCursor, toEventCursor } from '#app/events/event-cursor.ts';
import { beginOf, type EventsWanted, kindsWanted } from '#app/events/search-params.ts';
import type { ApiEvent, ApiEvents } from '#lib/model/api/events.ts';
import { type FleetEventDetail, fleetEventDetail } from '#lib/model/fleet-event.ts';
import type { EventFilter, StoredEvent } from '#lib/store/store.ts';
import { type Fleet, readFleet } from './read-fleet.ts';
import { readStore } from './store-access.ts';

interface EventPage {
  readonly limit: number;
  /** The cursor that the page before gave; what is none is as if it were not there. */
  readonly before?: string | undefined;
  /** Only what was taken up after the event of this id; what is no id is as if it were not there. */
  readonly after?: string | undefined;
}

/** Events that are wanted at `now` (UTC milliseconds), newest first. Throws StoreError. */
export async function loadEvents(wanted: EventsWanted, { limit, before, after }: EventPage, now: number): Promise<ApiEvents> {
  const fleet = await readFleet();
  // One more than asked for says whether there are older ones.
  const filter = { ...toFilter(wanted, now), ...toPlaces(before, after), limit: limit + 1 };
  const store = await readStore();
  // Asked first: what comes in between is listed now and once more by whoever asks for what came after, and is lost to nobody.
  const taken = await store.lastEventId();
  const stored = await store.listEvents(filter);
  const shown = stored.slice(0, limit);
  const last = shown.at(-1);
  return {
    revision: fleet.revision,
    events: shown.map((event) => toApiEvent(event, fleet)),
    next: stored.length > limit && last !== undefined ? toEventCursor(last) : null,
    taken,
  };
}

function toFilter(wanted: EventsWanted, now: number): Omit<EventFilter, 'limit'> {
  const { host, vmId, severities, to } = wanted;
  const from = beginOf(wanted, now);
  const kinds = kindsWanted(wanted);
  return {
    ...(host === undefined ? {} : { host }),
    ...(vmId === undefined ? {} : { vmId }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(severities.length === 0 ? {} : { severities }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

function toPlaces(before: string | undefined, after: string | undefined): Pick<EventFilter, 'before' | 'after'> {
  const place = parseEventCursor(before);
  return {
    ...(place === undefined ? {} : { before: place }),
    ...(/^\d{1,15}$/.test(after ?? '') ? { after: Number(after) } : {}),
  };
}

/** One event as the API gives it, with the name that its VM has now. */
export function toApiEvent(event: StoredEvent, fleet: Pick<Fleet, 'vm'>): ApiEvent {
  const { vmId, detail: stored, key: _, ...rest } = event;
  const parsed = fleetEventDetail.safeParse(stored);
  const detail = parsed.success ? parsed.data : {};
  const known = vmId === undefined ? undefined : fleet.vm(vmId);
  return { ...rest, vmId: vmId ?? null, vm: known?.name ?? nameIn(detail), vmKnown: known !== undefined, detail };
}

/** Collectors that read logs keep the name that stood there: a VM that was deleted has no other. */
function nameIn({ vmName, name }: FleetEventDetail): string | null {
  if (typeof vmName === 'string') return vmName;
  return typeof name === 'string' ? name : null;
}
