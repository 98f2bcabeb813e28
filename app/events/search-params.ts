import { type EventGroup, eventGroups, eventKinds, eventSeverities, groupOfKind, kindsOf } from '#lib/derive/event-groups.ts';
import type { FleetEventKind, FleetEventSeverity } from '#lib/model/fleet-event.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';

const hourMs = 3_600_000;
/** Spans that end now, by their name in the URL. */
const eventRanges = { '1h': hourMs, '24h': 24 * hourMs, '7d': 168 * hourMs, '30d': 720 * hourMs } as const;
export type EventRange = keyof typeof eventRanges;
export const eventRangeNames = Object.keys(eventRanges) as readonly EventRange[];

/** Which events the reader wants; absent parts and empty lists restrict nothing. Times are UTC milliseconds. */
export interface EventsWanted {
  readonly host?: string;
  readonly vmId?: VmId;
  readonly groups: readonly EventGroup[];
  /** Of the groups, where there are some. */
  readonly kinds: readonly FleetEventKind[];
  readonly severities: readonly FleetEventSeverity[];
  readonly range?: EventRange;
  readonly from?: number;
  readonly to?: number;
}

export const allEvents: EventsWanted = { groups: [], kinds: [], severities: [] };

/** No target's name is longer. */
const longestName = 253;
const longestText = 1_000;
/** The last moment that a date can say. */
const newestTime = 8_640_000_000_000_000;

/** Query of a URL → what is wanted. What makes no sense is as if it were not there. Pure. */
export function parseEventsWanted(params: URLSearchParams): EventsWanted {
  const host = params.get('host')?.trim() ?? '';
  const vmId = parseVmId((params.get('vm') ?? '').slice(0, 100));
  const range = eventRangeNames.find((name) => name === params.get('range'));
  const [from, to] = [parseTime(params.get('from')), parseTime(params.get('to'))];
  const groups = parseList(params.get('group'), eventGroups);
  const kinds = parseList(params.get('kind'), eventKinds);
  return {
    groups,
    kinds: groups.length === 0 ? kinds : kinds.filter((kind) => groups.includes(groupOfKind[kind])),
    severities: parseList(params.get('severity'), eventSeverities),
    ...(host === '' || host.length > longestName ? {} : { host }),
    ...(vmId === undefined ? {} : { vmId }),
    ...(range === undefined ? {} : { range }),
    // A span that is named counts; one that ends before it begins holds nothing on purpose of nobody.
    ...(range !== undefined || isBackwards(from, to)
      ? {}
      : { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }),
  };
}

/** The kinds to ask the store for; undefined for all, those of other versions among them. */
export function kindsWanted({ groups, kinds }: EventsWanted): readonly FleetEventKind[] | undefined {
  if (kinds.length > 0) return kinds;
  return groups.length === 0 ? undefined : kindsOf(groups);
}

/** With these groups, and of the kinds those that are in them. Pure. */
export function withGroups(wanted: EventsWanted, groups: readonly EventGroup[]): EventsWanted {
  const kinds = wanted.kinds.filter((kind) => groups.length === 0 || groups.includes(groupOfKind[kind]));
  return { ...wanted, groups: eventGroups.filter((group) => groups.includes(group)), kinds };
}

/** With these kinds, in the order in which an address has them. Pure. */
export function withKinds(wanted: EventsWanted, kinds: readonly string[]): EventsWanted {
  return { ...wanted, kinds: eventKinds.filter((kind) => kinds.includes(kind)) };
}

/** Where the span of a filter begins at `now` (UTC milliseconds); undefined where it has no beginning. Pure. */
export function beginOf({ range, from }: EventsWanted, now: number): number | undefined {
  return range === undefined ? from : now - eventRanges[range];
}

/** Whether anything is left out. */
export function isNarrowed(wanted: EventsWanted): boolean {
  return toEventsParams(wanted).size > 0;
}

/** What `parseEventsWanted` reads, by name, always in the same order; what restricts nothing is undefined. Pure. */
export function toEventsQuery({ host, vmId, groups, kinds, severities, range, from, to }: EventsWanted) {
  const list = (words: readonly string[]) => (words.length === 0 ? undefined : words.join(','));
  const time = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());
  return {
    ...{ group: list(groups), kind: list(kinds), severity: list(severities), host, vm: vmId, range },
    ...{ from: time(from), to: time(to) },
  };
}

/** The same as the query of an address. Pure. */
export function toEventsParams(wanted: EventsWanted): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(toEventsQuery(wanted))) if (value !== undefined) params.set(name, value);
  return params;
}

/** The address of the page of these events. Pure. */
export function toEventsHref(wanted: Partial<EventsWanted>): string {
  const params = toEventsParams({ ...allEvents, ...wanted });
  return params.size === 0 ? '/events' : `/events?${params}`;
}

/** What stands in the query of a page as Next gives it; of a name that stands twice the first counts. Pure. */
export function toSearchParams(query: Readonly<Record<string, string | readonly string[] | undefined>>): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const first = typeof value === 'object' ? value[0] : value;
    if (first !== undefined) params.set(name, first);
  }
  return params;
}

function parseList<Value extends string>(text: string | null, values: readonly Value[]): readonly Value[] {
  const named = (text ?? '').slice(0, longestText).split(',');
  return values.filter((value) => named.includes(value));
}

function parseTime(text: string | null): number | undefined {
  const time = text === null || text.length > 40 || !/(Z|[+-]\d\d:\d\d)$/.test(text) ? Number.NaN : Date.parse(text);
  return Number.isFinite(time) && time >= 0 && time <= newestTime ? time : undefined;
}

function isBackwards(from: number | undefined, to: number | undefined): boolean {
  return from !== undefined && to !== undefined && to <= from;
}
