import { z } from 'zod';
import type { CollectorEvent, ParseContext, ParseResult } from '#collectors/collector.ts';
import { type EventChannelsRead, happenedBefore, readEventChannels } from '#lib/model/read-event-channels.ts';
import type { PowerHostReading, PowerReading } from '#lib/model/readings/power.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';
import { nextReading, passTime } from './next-reading.ts';
import { type PowerState, readPowerState } from './power-state.ts';
import { type PowerEvent, toCollectorEvent, toPowerEvent } from './to-power-event.ts';

/** The interval of the collector: what is older at first contact happened before anybody watched. */
export const powerIntervalSeconds = 15;
const mostUnknownIds = 20;
const mostVms = 4_096;

const record = z.object({ channels: z.array(z.unknown()), vms: z.array(z.unknown()).nullish() });

type Context = ParseContext<PowerReading, PowerState>;
type Result = ParseResult<PowerHostReading, PowerReading, PowerState>;

/** Record data of collector `power` (shape: power.md) → events, and what they leave of each VM. Pure, never throws. */
export function parsePower(data: unknown, context: Context): Result {
  const parsed = record.safeParse(data);
  if (!parsed.success) return { ok: false, reason: 'The record of the event logs cannot be read: it has no list of channels.' };
  const before = readPowerState(context.state);
  const read = readEventChannels(parsed.data.channels, before?.bookmarks, context.hostTime);
  const power = read.events.flatMap((event) => toPowerEvent(event) ?? []);
  const events: CollectorEvent[] = [
    ...read.logEvents,
    ...power.map((event) => toCollectorEvent(event, happenedBefore(event.source, read, powerIntervalSeconds))),
  ];
  const state = toState(read, before);
  return {
    ok: true,
    host: toHostReading(read, state),
    vms: toReadings(power, parsed.data.vms ?? undefined, context),
    events,
    state: before !== undefined && before === state && context.state !== undefined ? context.state : state,
    ...(read.problems.length === 0 ? {} : { partialReason: `${read.problems.slice(0, 3).join('; ')}.` }),
  };
}

/** The reading of each VM that is on the host, or may be where Hyper-V did not say who is: the same objects where nothing happened. */
function toReadings(power: readonly PowerEvent[], vms: readonly unknown[] | undefined, context: Context) {
  const readings = new Map<VmId, PowerReading>(context.previous);
  const inOrder = power.toSorted((a, b) => a.source.at - b.source.at);
  for (const event of inOrder) {
    const { vmId } = event.source;
    if (vmId === undefined) continue;
    if (event.meaning.kind === 'deleted') readings.delete(vmId);
    else readings.set(vmId, nextReading(readings.get(vmId), event));
  }
  const here =
    vms === undefined
      ? undefined
      : new Set(vms.slice(0, mostVms).flatMap((id) => (typeof id === 'string' ? (parseVmId(id) ?? []) : [])));
  for (const [vmId, reading] of readings) {
    if (here !== undefined && !here.has(vmId)) readings.delete(vmId);
    else readings.set(vmId, passTime(reading, context.hostTime));
  }
  return readings;
}

/** Counts go up with what is new; the same object where nothing is. */
function toState(read: EventChannelsRead, before: PowerState | undefined): PowerState {
  if (before !== undefined && read.bookmarks === before.bookmarks && read.logEvents.length === 0 && read.unknownIds.length === 0)
    return before;
  const gaps = new Map(Object.entries(before?.gaps ?? {}));
  for (const { detail } of read.logEvents) gaps.set(String(detail.channel), (gaps.get(String(detail.channel)) ?? 0) + 1);
  const unknown = new Map(Object.entries(before?.unknown ?? {}));
  for (const { channel, eventId, count } of read.unknownIds) {
    const ofChannel = unknown.get(channel) ?? {};
    const id = String(eventId);
    if (Object.hasOwn(ofChannel, id) || Object.keys(ofChannel).length < mostUnknownIds) {
      unknown.set(channel, { ...ofChannel, [id]: (ofChannel[id] ?? 0) + count });
    }
  }
  return { bookmarks: read.bookmarks, gaps: Object.fromEntries(gaps), unknown: Object.fromEntries(unknown) };
}

const unreadable: ReadonlySet<string> = new Set(['unsupported', 'access-denied', 'error']);

function toHostReading(read: EventChannelsRead, state: PowerState): PowerHostReading {
  return {
    logs: read.channels.map(({ channel, outcome, reason }) => ({
      channel,
      readable: !unreadable.has(outcome),
      ...(unreadable.has(outcome) ? { reason: (reason ?? outcome).toWellFormed() } : {}),
      gaps: state.gaps[channel] ?? 0,
    })),
    unknown: read.channels.flatMap(({ channel }) =>
      Object.entries(state.unknown[channel] ?? {}).map(([id, count]) => ({ channel, eventId: Number(id), count })),
    ),
  };
}
