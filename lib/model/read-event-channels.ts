import type { EventBookmark, EventBookmarks } from './event-bookmarks.ts';
import { type ChannelOutcome, type EventChannelRow, eventChannelRow } from './event-channel-row.ts';
import { decideGap, type EventGap, type LogEvent, toLogEvent } from './event-gap.ts';
import { type EventChannel, eventChannels, type HostEvent } from './host-event.ts';
import { readHostEvent } from './read-host-event.ts';

const mostChannels = 16;
const mostEvents = 2_000;
const mostUnknownIds = 256;
const longestReason = 500;

/** What is known of one channel after it was read. */
export interface EventChannelState {
  readonly channel: EventChannel;
  readonly outcome: ChannelOutcome;
  /** May hold text of the host: escape on output. */
  readonly reason: string | undefined;
  readonly oldestRecordId: number | undefined;
  readonly newestRecordId: number | undefined;
}

/** Events with an id that nobody asked for. */
export interface UnknownEventId {
  readonly channel: EventChannel;
  readonly eventId: number;
  readonly count: number;
}

export interface EventChannelsRead {
  /** In the order of their channels, then of their records. */
  readonly events: readonly HostEvent[];
  /** What is to be said of the logs themselves. */
  readonly logEvents: readonly LogEvent[];
  /** To be saved; the same object as the one that was given where nothing moved. */
  readonly bookmarks: EventBookmarks;
  readonly unknownIds: readonly UnknownEventId[];
  readonly channels: readonly EventChannelState[];
  /** Sentences about what could not be read, without values of guests. */
  readonly problems: readonly string[];
}

/**
 * The channels of a record (format: docs/event-logs.md) → events, bookmarks, and what is to be said of gaps. Pure, never throws. The host says
 * whether something was lost; the numbers of the records are checked here once more, because a gap must never be silent.
 * @param state bookmarks of the scrape before; undefined at first
 * @param now the time of the record by the host's clock, UTC milliseconds; what is said of a log has this time
 */
export function readEventChannels(channels: unknown, state: EventBookmarks | undefined, now: number): EventChannelsRead {
  const read: Builder = {
    events: [],
    logEvents: [],
    bookmarks: new Map(Object.entries(state ?? {})),
    unknownIds: [],
    channels: [],
    problems: [],
  };
  if (!Array.isArray(channels)) {
    read.problems.push('the record has no list of channels');
    return { ...read, bookmarks: state ?? {} };
  }
  if (channels.length > mostChannels) read.problems.push(`the record has more than ${mostChannels} channels`);
  for (const [index, candidate] of channels.slice(0, mostChannels).entries()) {
    const row = eventChannelRow.safeParse(candidate);
    const channel = eventChannels.find((known) => row.success && known === row.data.channel);
    if (!row.success)
      read.problems.push(`channel ${index + 1} cannot be read: ${row.error.issues[0]?.path.map(String).join('.')}`);
    else if (channel === undefined) read.problems.push(`channel ${index + 1} was not asked for`);
    else if (read.channels.some((known) => known.channel === channel)) read.problems.push(`${channel} comes twice`);
    else readChannel(read, channel, row.data, now);
  }
  const bookmarks = Object.fromEntries(read.bookmarks);
  return { ...read, bookmarks: state !== undefined && sameBookmarks(state, bookmarks) ? state : bookmarks };
}

interface Builder {
  readonly events: HostEvent[];
  readonly logEvents: LogEvent[];
  readonly bookmarks: Map<string, EventBookmark>;
  readonly unknownIds: UnknownEventId[];
  readonly channels: EventChannelState[];
  readonly problems: string[];
}

function readChannel(read: Builder, channel: EventChannel, row: EventChannelRow, now: number): void {
  const before = read.bookmarks.get(channel);
  const { outcome, oldestRecordId, newestRecordId } = row;
  const reason = row.reason?.slice(0, longestReason);
  read.channels.push({ channel, outcome, reason, oldestRecordId, newestRecordId });
  if (outcome === 'unsupported' || outcome === 'access-denied' || outcome === 'error') {
    read.problems.push(`${channel}: ${reason ?? outcome}`);
    return;
  }
  const gap = before === undefined ? undefined : decideGap(row, before);
  if (before !== undefined && gap !== undefined) read.logEvents.push(toLogEvent(channel, gap, before, now));
  // After a reset the numbers begin again, so that none of them has been seen.
  const seenUpTo = gap?.kind === 'log-reset' ? -1 : (before?.recordId ?? -1);
  const events = takeEvents(read, channel, row, seenUpTo);
  read.events.push(...events);
  readUnknown(read, channel, row.unknown ?? {});
  read.bookmarks.set(channel, toBookmark(row, { before, gap, last: events.at(-1), now }));
}

/** Each record once, in the order of the records, none that was read before. */
function takeEvents(read: Builder, channel: EventChannel, { events }: EventChannelRow, seenUpTo: number): HostEvent[] {
  const byRecord = new Map<number, HostEvent>();
  let broken = Math.max(0, (events?.length ?? 0) - mostEvents);
  for (const candidate of (events ?? []).slice(0, mostEvents)) {
    const event = readHostEvent(channel, candidate);
    if (event === undefined) broken += 1;
    else if (event.recordId > seenUpTo && !byRecord.has(event.recordId)) byRecord.set(event.recordId, event);
  }
  if (broken > 0) read.problems.push(`${channel}: ${broken} ${broken === 1 ? 'event' : 'events'} cannot be read`);
  return [...byRecord.values()].toSorted((a, b) => a.recordId - b.recordId);
}

function readUnknown(read: Builder, channel: EventChannel, unknown: Readonly<Record<string, number>>): void {
  for (const [id, count] of Object.entries(unknown).slice(0, mostUnknownIds)) {
    if (/^\d{1,5}$/.test(id) && Number(id) <= 65_535) read.unknownIds.push({ channel, eventId: Number(id), count });
  }
}

interface BookmarkInput {
  readonly before: EventBookmark | undefined;
  readonly gap: EventGap | undefined;
  readonly last: HostEvent | undefined;
  readonly now: number;
}

const nothingYet = { recordId: 0, at: new Date(0).toISOString() };

/** Never behind what was taken, and never back but for a reset. */
function toBookmark(
  { bookmark, outcome, newestRecordId }: EventChannelRow,
  { before, gap, last, now }: BookmarkInput,
): EventBookmark {
  const since = before?.since ?? now;
  const said = bookmark === undefined ? undefined : { recordId: bookmark.recordId, at: toTime(Date.parse(bookmark.at)) };
  const taken = last === undefined ? undefined : { recordId: last.recordId, at: toTime(last.at) };
  const ahead = taken !== undefined && (said === undefined || taken.recordId > said.recordId) ? taken : said;
  if (before === undefined || (gap?.kind === 'log-reset' && ahead !== undefined))
    return { ...(ahead ?? nothingYet), since, emptied: false };
  if (ahead !== undefined && ahead.recordId > before.recordId) return { ...ahead, since, emptied: false };
  const isEmpty = outcome === 'cleared' && newestRecordId === undefined && before.recordId > 0;
  return isEmpty && !before.emptied ? { ...before, emptied: true } : before;
}

function toTime(at: number): string {
  return new Date(at).toISOString();
}

/** Whether it happened before its channel was watched: more than one interval before hvitals read it first. Alerts leave those alone. */
export function happenedBefore(event: HostEvent, { bookmarks }: EventChannelsRead, intervalSeconds: number): boolean {
  const since = bookmarks[event.channel]?.since;
  return since !== undefined && event.at < since - intervalSeconds * 1_000;
}

function sameBookmarks(a: EventBookmarks, b: EventBookmarks): boolean {
  const names = Object.keys(b);
  return (
    names.length === Object.keys(a).length &&
    names.every((name) => {
      const [one, two] = [a[name], b[name]];
      return one?.recordId === two?.recordId && one?.at === two?.at && one?.since === two?.since && one?.emptied === two?.emptied;
    })
  );
}
