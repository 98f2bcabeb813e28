import type { CollectorEvent } from '#collectors/collector.ts';
import type { FleetEventDetail } from '#lib/model/fleet-event.ts';
import type { HostEvent } from '#lib/model/host-event.ts';
import { toEventKey } from '#lib/model/read-host-event.ts';
import { type DirtyStopKind, dirtyStops } from '#lib/model/readings/power.ts';
import { meaningOf, type PowerEventMeaning } from './power-events.ts';

/** What Linux reports of a panic as its second code, the first being 0 (hyperv-facts.md 5.2). */
const linuxPanic = '0x8100000606570000';
const longestText = 512;

/** An event of a host's log with what it means. */
export interface PowerEvent {
  readonly source: HostEvent;
  readonly meaning: PowerEventMeaning;
  readonly codes: readonly string[];
  readonly linuxPanic: boolean;
}

/** Undefined for an event that says nothing of power. Pure. */
export function toPowerEvent(source: HostEvent): PowerEvent | undefined {
  const meaning = meaningOf(source.channel, source.eventId);
  if (meaning === undefined) return undefined;
  const codes = meaning.kind === 'guest-crashed' ? crashCodes(source.fields) : [];
  return { source, meaning, codes, linuxPanic: codes[0] === '0x0' && codes[1] === linuxPanic };
}

export function isDirtyStop(kind: PowerEventMeaning['kind']): kind is DirtyStopKind {
  return dirtyStops.some((one) => one === kind);
}

/** ErrorCode0 to ErrorCode4, by either name that captures have, up to the first that is none. */
function crashCodes(fields: HostEvent['fields']): string[] {
  const codes: string[] = [];
  for (const number of [0, 1, 2, 3, 4]) {
    const code = toHex(fields[`ErrorCode${number}`] ?? fields[`VmErrorCode${number}`] ?? '');
    if (code === undefined) break;
    codes.push(code);
  }
  return codes;
}

/** A number of up to 64 bits, in hexadecimal or decimal digits, as `0x` and its digits. */
function toHex(text: string): string | undefined {
  if (!/^(0x[0-9a-f]{1,16}|\d{1,20})$/i.test(text)) return undefined;
  return `0x${BigInt(text).toString(16).toUpperCase()}`;
}

/** The event as the store keeps it. `before`: it happened before anybody watched. Pure. */
export function toCollectorEvent({ source, meaning, codes, linuxPanic }: PowerEvent, before: boolean): CollectorEvent {
  const { fields, eventId, vmId, at } = source;
  const text = (name: string, key: string): FleetEventDetail => {
    const value = fields[name];
    return value === undefined || value === '' ? {} : { [key]: value.slice(0, longestText).toWellFormed() };
  };
  const detail: FleetEventDetail = {
    eventId,
    channel: source.channel,
    expected: meaning.expected,
    by: meaning.by,
    ...(isDirtyStop(meaning.kind) ? { dirty: true } : {}),
    ...(meaning.mark === 'V' ? {} : { unverified: true }),
    ...(before ? { before: true } : {}),
    ...(codes.length > 0 ? { codes: [...codes] } : {}),
    ...(linuxPanic ? { linuxPanic: true } : {}),
    ...text('VmName', 'vmName'),
    ...text('Reason', 'reason'),
    ...text('Force', 'force'),
    ...text('VmErrorMessage', 'message'),
    ...text('ErrorMessage', 'message'),
    ...text('ErrorCode', 'errorCode'),
  };
  return { key: toEventKey(source), vmId, kind: meaning.kind, severity: meaning.severity, at, detail };
}
