import type { AnyCollector, Change, CollectorEvent, ParseContext } from '#collectors/collector.ts';
import type { HostRecord } from '#collectors/transport/transport.ts';
import type { Json } from '#lib/model/json.ts';
import { type Outcome, yieldsReading } from '#lib/model/outcome.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { mostVms } from '#lib/model/vm-rows.ts';
import type { Failure, ReceivedCall } from './receive-frames.ts';

/** New readings of one pair. */
export interface NewReadings {
  readonly host: unknown;
  readonly vms: ReadonlyMap<VmId, unknown>;
  readonly changes: readonly Change[];
  readonly events: readonly CollectorEvent[];
  /** Undefined: keep the old state. */
  readonly state: Json | undefined;
  /** VMs that are not among `vms` keep their last reading, because the record was not whole. */
  readonly keepMissing: boolean;
}

/** How one pair came out of a call. */
export interface ScrapeResult {
  readonly collector: AnyCollector;
  readonly outcome: Outcome;
  readonly reason: string | undefined;
  /** UTC milliseconds. */
  readonly finishedAt: number;
  readonly tookMs: number;
  readonly frameBytes: number;
  /** Undefined where the outcome yields none. */
  readonly readings: NewReadings | undefined;
  /** What a parser threw; a fault of ours, for the log. */
  readonly fault: unknown;
}

/** What a collector already knows of this host. */
export interface KnownPair {
  readonly state: Json | undefined;
  readonly vms: ReadonlyMap<VmId, unknown>;
}

/** The result of one pair from what the call brought. Pure; a parser that throws costs only its own pair. */
export function readPair(collector: AnyCollector, call: ReceivedCall, known: KnownPair, now: number): ScrapeResult {
  const { name } = collector;
  const arrived = call.records.get(name);
  if (arrived !== undefined) return readRecord(collector, arrived.record, arrived.arrivedAt, known);
  const failure = call.bad.get(name) ?? call.rest;
  if (failure === undefined) throw new Error('a stopped call has no results');
  return { ...failed(collector, failure, now), tookMs: call.elapsedMs };
}

function readRecord(collector: AnyCollector, record: HostRecord, arrivedAt: number, known: KnownPair): ScrapeResult {
  const base = {
    ...failed(collector, { outcome: record.outcome, reason: record.reason ?? '' }, arrivedAt),
    reason: record.reason,
    tookMs: Math.max(0, record.tookMs),
    frameBytes: record.frameBytes,
  };
  if (!yieldsReading(record.outcome)) return base;
  // A record without data says that there is nothing of this kind on the host.
  if (record.outcome === 'no-data' && (record.data === null || record.data === undefined)) return { ...base, readings: nothing };
  const context: ParseContext<unknown, Json> = {
    hostTime: toHostTime(record.at, arrivedAt),
    now: arrivedAt,
    state: known.state,
    previous: known.vms,
  };
  try {
    const parsed = collector.parse(record.data, context);
    if (!parsed.ok) return { ...base, outcome: 'parse-error', reason: parsed.reason };
    const partial = parsed.partialReason !== undefined || record.outcome === 'partial';
    // Of a record that is not whole the VMs from before stay: a host that sends others each time would gather them without end.
    const held = partial ? new Set([...known.vms.keys(), ...parsed.vms.keys()]).size : parsed.vms.size;
    if (held > mostVms) {
      return {
        ...base,
        outcome: 'parse-error',
        reason: `With those from before these are ${held} VMs, and ${mostVms} is the most.`,
      };
    }
    const reason = [record.reason, parsed.partialReason].filter((sentence) => sentence !== undefined).join(' ');
    return {
      ...base,
      outcome: partial ? 'partial' : record.outcome,
      reason: reason === '' ? undefined : reason,
      readings: {
        host: parsed.host,
        vms: parsed.vms,
        changes: parsed.changes ?? [],
        events: parsed.events ?? [],
        state: parsed.state,
        keepMissing: partial,
      },
    };
  } catch (error) {
    return {
      ...base,
      outcome: 'error',
      reason: `The parser of ${collector.name} failed: this is a fault in hvitals.`,
      fault: error,
    };
  }
}

const nothing: NewReadings = { host: undefined, vms: new Map(), changes: [], events: [], state: undefined, keepMissing: false };

function failed(collector: AnyCollector, { outcome, reason }: Failure, finishedAt: number): ScrapeResult {
  return { collector, outcome, reason, finishedAt, tookMs: 0, frameBytes: 0, readings: undefined, fault: undefined };
}

/** The host's own time of the record. Clocks may differ as they like; a text that is no date falls back to ours. */
function toHostTime(at: string, arrivedAt: number): number {
  const time = Date.parse(at);
  return Number.isFinite(time) ? time : arrivedAt;
}
