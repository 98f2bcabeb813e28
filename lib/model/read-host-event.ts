import { cleanText } from './clean-text.ts';
import { eventRow } from './event-channel-row.ts';
import type { EventChannel, HostEvent } from './host-event.ts';
import { parseVmSid } from './parse-vm-sid.ts';
import { parseVmId, type VmId } from './vm-id.ts';

const mostFields = 32;
const longestName = 64;
const longestValue = 1_024;

/** Element names under which payloads carry a VM's id, best first (hyperv-facts.md 5.1, 5.3). */
const vmIdFields = ['vmid', 'virtualmachineid', 'vmguid', 'parameter1'];

/** One event of a record; undefined where it is none. Texts are cut and cleaned. Pure, never throws. */
export function readHostEvent(channel: EventChannel, candidate: unknown): HostEvent | undefined {
  const row = eventRow.safeParse(candidate);
  if (!row.success) return undefined;
  const at = Date.parse(row.data.at);
  if (!Number.isFinite(at)) return undefined;
  const fields = readFields(row.data.fields ?? {});
  const { recordId, id: eventId, sid } = row.data;
  return { channel, recordId, eventId, at, vmId: toVmId(fields, sid), fields };
}

function readFields(source: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(source)) {
    if (typeof value !== 'string' || name.length > longestName) continue;
    fields.set(cleanText(name, longestName, 'one-line').text, cleanText(value, longestValue, 'lines').text);
    if (fields.size >= mostFields) break;
  }
  return Object.fromEntries(fields);
}

/** By the payload, which the host wrote; else by the account of the worker process. */
function toVmId(fields: Readonly<Record<string, string>>, sid: string | undefined): VmId | undefined {
  const byName = new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
  for (const name of vmIdFields) {
    const vmId = parseVmId(byName.get(name) ?? '');
    if (vmId !== undefined) return vmId;
  }
  return sid === undefined ? undefined : parseVmSid(sid);
}

/** The same event told twice has the same key: its channel, number and time. */
export function toEventKey({ channel, recordId, at }: HostEvent): string {
  return `${channel} ${recordId} ${new Date(at).toISOString()}`;
}
