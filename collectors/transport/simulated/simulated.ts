import { setTimeout as delay } from 'node:timers/promises';
import type { Json } from '#lib/model/json.ts';
import { type Frame, type ScrapeRequest, type Transport, TransportError, type TransportTarget } from '../transport.ts';
import { classesOf, hasName, isSameName } from './class-answers.ts';
import { recordData } from './records.ts';
import type { SimulatedHost } from './scenario.ts';

/** Where simulated hosts come from; undefined: the host is out of reach at that moment. */
export interface SimulatedFleet {
  hostAt(name: string, now: number): SimulatedHost | undefined;
}

/**
 * A transport without a network: the same records as real hosts send, from a simulated fleet. A slow class delays the collectors
 * that read it first, a hanging one keeps the call until `signal` aborts, as on a host whose provider does not answer.
 * @param now true time, UTC milliseconds
 */
export function createSimulatedTransport(fleet: SimulatedFleet, now: () => number = Date.now): Transport {
  return {
    scrape: (target, request, signal) => scrape(fleet, { target, request, signal, now }),
    close: () => Promise.resolve(),
  };
}

interface Call {
  readonly target: TransportTarget;
  readonly request: ScrapeRequest;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

async function* scrape(fleet: SimulatedFleet, { target, request, signal, now }: Call): AsyncGenerator<Frame, void, undefined> {
  const host = fleet.hostAt(target.name, now());
  if (host === undefined) throw new TransportError('unreachable', `the simulated host ${target.name} is out of reach`);
  const read = new Set<string>();
  for (const { name, args } of request.collectors) {
    const waitMs = slowestReads(host, name, read);
    if (waitMs > 0) await waited(waitMs, signal);
    if (signal.aborted) return;
    yield { kind: 'record', record: toHostRecord(host, name, args, now()) };
    if (signal.aborted) return;
  }
}

/** How long the classes that this call has not read yet take; endless where one hangs. */
function slowestReads(host: SimulatedHost, collector: string, read: Set<string>): number {
  const { hangingClasses, slowClassesMs } = host.faults;
  let waitMs = 0;
  for (const className of classesOf(collector)) {
    if (read.has(className)) continue;
    read.add(className);
    if (hasName(hangingClasses, className)) return Number.POSITIVE_INFINITY;
    const slow = Object.keys(slowClassesMs).find((name) => isSameName(name, className));
    waitMs += slow === undefined ? 0 : (slowClassesMs[slow] ?? 0);
  }
  return waitMs;
}

/** Returns after the time or when the signal aborts, whichever is first. */
async function waited(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  if (!Number.isFinite(ms)) return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function toHostRecord(host: SimulatedHost, collector: string, args: Json, now: number) {
  const { outcome, reason, data } = recordData(host, collector, args, now);
  const at = new Date(now + host.clockOffsetMs).toISOString();
  // About what a real host takes: a little per class and per VM.
  const tookMs = 15 + Math.ceil(host.vms.length * 0.4);
  const toText = () => JSON.stringify({ v: 1, collector, outcome, reason: reason ?? null, at, tookMs, data });
  const frameBytes = sizeOf(host, collector, toText);
  return { collector, outcome, ...(reason === undefined ? {} : { reason }), at, tookMs, data, frameBytes };
}

const sizes = new WeakMap<SimulatedHost, Map<string, number>>();

/**
 * Size of a record, as it was when the host first sent it in this state: writing it out each time would be most of what a simulated host
 * costs. Records of kvp are as long as what is new in them.
 */
function sizeOf(host: SimulatedHost, collector: string, toText: () => string): number {
  const known = sizes.get(host) ?? new Map<string, number>();
  sizes.set(host, known);
  const bytes = (collector === 'kvp' ? undefined : known.get(collector)) ?? Buffer.byteLength(toText());
  known.set(collector, bytes);
  return bytes;
}
