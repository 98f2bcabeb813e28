import type { Json } from '#lib/model/json.ts';
import { failureOf } from './class-answers.ts';
import type { SimulatedHost } from './scenario.ts';
import type { SimulatedEvent } from './simulated-event.ts';

const mostEvents = 500;
const mostRecords = mostEvents + 2;
const mostCharacters = 1_048_576;
const mostFields = 32;
const longestName = 64;
const longestText = 1_024;
const dayMs = 86_400_000;
/** What XML 1.0 cannot carry. */
const noXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** What `Get-HvitalsEvents` sends for the channels that `args` ask for (events.ps1), and whether any of them could be read. */
export interface ChannelRows {
  readonly rows: readonly ChannelRow[];
  readonly reasons: readonly string[];
  /** Set where no channel could be read. */
  readonly failure: ReturnType<typeof failureOf>;
}

export interface ChannelRow {
  readonly channel: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly bookmark: { readonly recordId: number; readonly at: string } | null;
  readonly oldestRecordId: number | null;
  readonly newestRecordId: number | null;
  readonly missed: number | null;
  readonly events: readonly object[];
  readonly unknown: Readonly<Record<string, number>>;
}

interface Asked {
  readonly channel: string;
  readonly bookmark: ChannelRow['bookmark'];
  readonly wanted: readonly number[];
  readonly ignored: readonly number[];
}

/** The channels of a record. Pure. `now` is true time, UTC milliseconds. */
export function eventChannels(host: SimulatedHost, args: Json, now: number): ChannelRows {
  const asked = (args as { channels?: readonly Asked[] }).channels ?? [];
  const failures = asked.map(({ channel }) => channelFailure(host, channel));
  const rows = asked.map((one, index) => {
    const failure = failures[index];
    return failure === undefined
      ? readChannel(one, host.logs[one.channel] ?? [], now + host.clockOffsetMs)
      : failedRow(one, failure);
  });
  const reasons = failures.flatMap((failure) => failure?.reason ?? []);
  return { rows, reasons, failure: reasons.length < rows.length ? undefined : failures[0] };
}

function channelFailure(host: SimulatedHost, channel: string) {
  const failure = failureOf(host, channel, '');
  if (failure !== undefined) return failure;
  return Object.hasOwn(host.logs, channel) ? undefined : ({ outcome: 'unsupported', reason: `${channel}: no such log` } as const);
}

const nothing = { bookmark: null, oldestRecordId: null, newestRecordId: null, missed: null, events: [], unknown: {} };

function failedRow({ channel }: Asked, { outcome, reason }: { readonly outcome: string; readonly reason: string }): ChannelRow {
  return { ...nothing, channel, outcome, reason };
}

interface Found {
  readonly outcome: string;
  readonly records: readonly SimulatedEvent[];
  readonly missed: number | null;
  readonly newest: SimulatedEvent | undefined;
}

/** As `Find-HvitalsEvents` does. */
function find({ bookmark }: Asked, log: readonly SimulatedEvent[], hostNow: number): Found {
  const [newest, from] = [log.at(-1), bookmark?.recordId];
  const lastDay = log.filter(({ at }) => hostNow - at <= dayMs).slice(0, mostRecords);
  if (from === undefined || bookmark === null) return { outcome: 'ok', records: lastDay, missed: null, newest };
  const records = log.filter(({ recordId }) => recordId >= from).slice(0, mostRecords);
  const [first] = records;
  if (first === undefined) {
    if (newest === undefined) return { outcome: from > 0 ? 'cleared' : 'ok', records, missed: null, newest };
    return { outcome: 'reset', records: lastDay, missed: null, newest };
  }
  if (first.recordId === from && toTime(first.at) !== bookmark.at)
    return { outcome: 'reset', records: lastDay, missed: null, newest };
  const missed = from > 0 && first.recordId > from + 1 ? first.recordId - from - 1 : null;
  return { outcome: missed === null ? 'ok' : 'rolled-over', records, missed, newest: undefined };
}

/** As `Get-HvitalsChannel` does. */
function readChannel(asked: Asked, log: readonly SimulatedEvent[], hostNow: number): ChannelRow {
  const found = find(asked, log, hostNow);
  const isBehind = asked.bookmark !== null && found.outcome !== 'reset' && found.outcome !== 'cleared';
  const seenUpTo = isBehind ? (asked.bookmark?.recordId ?? -1) : -1;
  const fresh = found.records.filter(({ recordId }) => recordId > seenUpTo);
  const events: object[] = [];
  const unknown: Record<string, number> = {};
  let characters = 0;
  let taken = 0;
  for (const record of fresh.slice(0, mostEvents)) {
    if (characters > mostCharacters) break;
    taken += 1;
    const { eventId, provider } = record;
    if (!provider.startsWith('Microsoft-Windows-Hyper-V-') || asked.ignored.includes(eventId)) continue;
    if (asked.wanted.includes(eventId)) {
      const fields = toFields(record);
      for (const text of Object.values(fields)) characters += text.length;
      events.push({ recordId: record.recordId, id: eventId, at: toTime(record.at), sid: record.sid ?? null, fields });
    } else unknown[eventId] = (unknown[eventId] ?? 0) + 1;
  }
  const last = found.records.length === 0 ? found.newest : fresh[taken - 1];
  const next = fresh[taken];
  const kept = isBehind ? asked.bookmark : null;
  return {
    channel: asked.channel,
    outcome: next !== undefined && found.outcome === 'ok' ? 'more' : found.outcome,
    reason: null,
    bookmark: last === undefined ? kept : { recordId: last.recordId, at: toTime(last.at) },
    oldestRecordId: found.records[0]?.recordId ?? null,
    newestRecordId: (next ?? found.records.at(-1) ?? last)?.recordId ?? null,
    missed: found.missed,
    events,
    unknown,
  };
}

/** Each name once, as far as they are sent; a payload that is no XML is said to be unreadable. */
function toFields({ fields }: SimulatedEvent): Readonly<Record<string, string>> {
  if (fields.some(([, text]) => noXml.test(text))) return { Unreadable: 'True' };
  const sent: Record<string, string> = {};
  for (const [name, text] of fields) {
    if (name.length > longestName || Object.hasOwn(sent, name) || Object.keys(sent).length >= mostFields) continue;
    sent[name] = /^[ \t\r\n]*$/.test(text) ? '' : text.slice(0, longestText);
  }
  return sent;
}

function toTime(at: number): string {
  return new Date(at).toISOString();
}
