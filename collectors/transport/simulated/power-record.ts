import type { Json } from '#lib/model/json.ts';
import { eventChannels } from './event-channels.ts';
import { knownVms } from './known-vms.ts';
import type { SimulatedRecord } from './records.ts';
import type { SimulatedHost } from './scenario.ts';

/** The record of collector `power`. Pure. */
export function powerRecord(host: SimulatedHost, args: Json, now: number): SimulatedRecord {
  const { rows, reasons, failure } = eventChannels(host, args, now);
  if (failure !== undefined) return { ...failure, data: null };
  const known = knownVms(host);
  const isKnown = known.failure === undefined && known.reasons.length === 0;
  const data = { channels: rows, vms: isKnown ? known.vms.map(({ id }) => id) : null };
  return reasons.length === 0 ? { outcome: 'ok', data } : { outcome: 'partial', reason: reasons.join('; '), data };
}
