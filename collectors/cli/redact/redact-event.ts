import { channelOutcomes } from '#lib/model/event-channel-row.ts';
import { eventChannels } from '#lib/model/host-event.ts';
import { parseVmSid } from '#lib/model/parse-vm-sid.ts';
import { toVmSid } from '#lib/model/to-vm-sid.ts';
import { parseVmId } from '#lib/model/vm-id.ts';
import type { Tokens } from './tokens.ts';

/** Names of elements that payloads of Hyper-V have (hyperv-facts.md 5). Another one is kept out of sight. */
const elements =
  /^(?:Vm(?:Name|Id|ID|ErrorCode[0-4]|ErrorMessage)|VMID|ErrorCode[0-4]?|ErrorMessage|Force|Reason|Parameter\d|Unreadable)$/;
/** Codes, numbers and words that name nobody. */
const harmless = /^(?:|True|False|-?\d{1,20}|\d{1,9}[.,]\d{1,9}|0x[0-9a-f]{1,16}|%%\d{1,10})$/i;
/** Accounts that are the same on every machine. */
const builtIn = /^S-1-5-(?:18|19|20|83-0)$/;

/** Texts of a record of event logs that name nobody. */
export function isEventWord(field: string | undefined, text: string): boolean {
  if (field === 'channel') return eventChannels.some((channel) => channel === text);
  return field === 'outcome' && channelOutcomes.some((outcome) => outcome === text);
}

/** The account that wrote an event: a worker process stays one, of the stand-in of its VM. */
export function redactSid(sid: string, tokens: Tokens): string {
  if (builtIn.test(sid)) return sid;
  const vmId = parseVmSid(sid);
  const token = vmId === undefined ? undefined : parseVmId(tokens.guid(vmId));
  return token === undefined ? tokens.text('value', sid) : toVmSid(token);
}

/** The payload of an event: names of VMs, ids and all sentences replaced; codes stay. */
export function redactPayload(fields: unknown, tokens: Tokens): unknown {
  if (typeof fields !== 'object' || fields === null) return null;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      elements.test(name) ? name : tokens.text('key', name),
      typeof value === 'string' ? redactText(name, value, tokens) : null,
    ]),
  );
}

function redactText(name: string, value: string, tokens: Tokens): string {
  if (harmless.test(value)) return value;
  if (name === 'VmName') return tokens.vm(value);
  // An id stays an id, also where somebody has named a VM so.
  return parseVmId(value) === undefined ? tokens.byShape(value) : tokens.guid(value);
}
