import type { SimulatedHost } from '../../collectors/transport/simulated/scenario.ts';
import type { SimulatedEvent } from '../../collectors/transport/simulated/simulated-event.ts';

/** An event as the state file has it. */
interface EventRow {
  readonly recordId: number;
  readonly id: number;
  readonly at: string;
  readonly provider: string;
  readonly sid: string | null;
  readonly xml: string;
}

/** The logs of a host with each event's text as `ToXml()` gives it. */
export function eventRows({ logs, computerName }: SimulatedHost): Readonly<Record<string, readonly EventRow[]>> {
  return Object.fromEntries(
    Object.entries(logs).map(([channel, events]) => [channel, events.map((event) => toRow(event, channel, computerName))]),
  );
}

function toRow(event: SimulatedEvent, channel: string, computer: string): EventRow {
  const { recordId, eventId: id, provider, sid } = event;
  return {
    recordId,
    id,
    provider,
    sid: sid ?? null,
    at: new Date(event.at).toISOString(),
    xml: toEventXml(event, channel, computer),
  };
}

const schema = 'http://schemas.microsoft.com/win/2004/08/events/event';
const hyperV = 'http://www.microsoft.com/Windows/Virtualization/Events';

/** The text of an event, in the form of the captures (hyperv-facts.md 5.1). */
export function toEventXml(event: SimulatedEvent, channel: string, computer: string): string {
  const time = new Date(event.at).toISOString().replace('Z', '0000Z');
  const security = event.sid === undefined ? '<Security/>' : `<Security UserID='${escaped(event.sid)}'/>`;
  return [
    `<Event xmlns='${schema}'><System><Provider Name='${escaped(event.provider)}' Guid='{51ddfa29-d5c8-4803-be4b-2ecb715570fe}'/>`,
    `<EventID>${event.eventId}</EventID><Version>0</Version><Level>4</Level><Task>0</Task><Opcode>0</Opcode>`,
    `<Keywords>0x8000000000000000</Keywords><TimeCreated SystemTime='${time}'/><EventRecordID>${event.recordId}</EventRecordID>`,
    `<Correlation/><Execution ProcessID='6460' ThreadID='1076'/><Channel>${escaped(channel)}</Channel>`,
    `<Computer>${escaped(computer)}</Computer>${security}</System>${toPayload(event)}</Event>`,
  ].join('');
}

function toPayload({ payload, fields }: SimulatedEvent): string {
  if (payload === 'EventData') {
    return `<EventData>${fields.map(([name, text]) => `<Data Name='${escaped(name)}'>${escaped(text)}</Data>`).join('')}</EventData>`;
  }
  const elements = fields.map(([name, text]) => `<${name}>${escaped(text)}</${name}>`).join('');
  return `<UserData><VmlEventLog xmlns='${hyperV}'>${elements}</VmlEventLog></UserData>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>'\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
