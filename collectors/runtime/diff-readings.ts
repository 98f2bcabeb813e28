import { isDeepStrictEqual } from 'node:util';
import type { Json } from '#lib/model/json.ts';
import { yieldsReading } from '#lib/model/outcome.ts';
import { sameReading } from '#lib/model/same-reading.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { StoredScrape, TickCommit } from '#lib/store/store.ts';
import type { PairMemory } from './fleet-memory.ts';
import type { ScrapeResult } from './read-call.ts';

/** What one scrape changes in what is known of its pair. Nothing is changed yet. */
export interface PairDiff {
  readonly collector: string;
  readonly scrape: StoredScrape;
  /** True where the host's own reading came and differs. */
  readonly hostChanged: boolean;
  readonly host: unknown;
  readonly changed: ReadonlyMap<VmId, unknown>;
  readonly removed: readonly VmId[];
  readonly state: Json | undefined;
  readonly changes: TickCommit['changes'];
  readonly events: TickCommit['events'];
}

/** When the pair runs next, on the wall clock. */
export interface NextRunAt {
  readonly nextRunAt: number;
  readonly intervalSeconds: number;
}

/** Compares a result with memory. VMs that a whole record no longer has are removed; those that a partial one lacks stay. Pure. */
export function diffPair(host: string, result: ScrapeResult, memory: PairMemory, next: NextRunAt): PairDiff {
  const { readings } = result;
  const collector = result.collector.name;
  const base = { collector, scrape: toScrape(host, result, memory, next) };
  if (readings === undefined) {
    return {
      ...base,
      hostChanged: false,
      host: undefined,
      changed: new Map(),
      removed: [],
      state: undefined,
      changes: [],
      events: [],
    };
  }
  const changed = new Map([...readings.vms].filter(([vmId, reading]) => !sameReading(memory.vms.get(vmId), reading)));
  const removed = readings.keepMissing ? [] : [...memory.vms.keys()].filter((vmId) => !readings.vms.has(vmId));
  const keepHost = readings.host === undefined && readings.keepMissing;
  const { state } = readings;
  return {
    ...base,
    hostChanged: !keepHost && !sameReading(memory.host, readings.host),
    host: readings.host,
    changed,
    removed,
    state: state === undefined || state === memory.state || isDeepStrictEqual(state, memory.state) ? undefined : state,
    changes: readings.changes.map((change) => ({ ...change, at: result.finishedAt, collector })),
    events: readings.events.map((event) => ({ ...event, seenAt: result.finishedAt, collector })),
  };
}

function toScrape(host: string, result: ScrapeResult, { scrape: last }: PairMemory, next: NextRunAt): StoredScrape {
  const success = yieldsReading(result.outcome);
  return {
    host,
    collector: result.collector.name,
    outcome: result.outcome,
    reason: result.reason,
    finishedAt: result.finishedAt,
    durationMs: result.tookMs,
    lastReadingAt: success ? result.finishedAt : last?.lastReadingAt,
    failures: success ? 0 : (last?.failures ?? 0) + 1,
    nextRunAt: next.nextRunAt,
    intervalSeconds: next.intervalSeconds,
    frameBytes: result.frameBytes,
  };
}

/** One transaction for everything that a tick of one host changed. */
export function toCommit(host: string, diffs: readonly PairDiff[], at: number): TickCommit {
  const removesHost = (diff: PairDiff) => diff.hostChanged && diff.host === undefined;
  return {
    host,
    scrapes: diffs.map(({ scrape: { host: _, ...scrape } }) => scrape),
    upserts: diffs.flatMap((diff) => [
      ...(diff.hostChanged && !removesHost(diff)
        ? [{ collector: diff.collector, vmId: undefined, reading: toJson(diff.host) }]
        : []),
      ...[...diff.changed].map(([vmId, reading]) => ({ collector: diff.collector, vmId, reading: toJson(reading) })),
    ]),
    removals: diffs.flatMap((diff) => [
      ...(removesHost(diff) ? [{ collector: diff.collector, vmId: undefined }] : []),
      ...diff.removed.map((vmId) => ({ collector: diff.collector, vmId })),
    ]),
    changes: diffs.flatMap(({ changes }) => changes),
    events: diffs.flatMap(({ events }) => events),
    states: diffs.flatMap(({ collector, state }) => (state === undefined ? [] : [{ collector, state }])),
    at,
  };
}

/** Makes memory what the store now holds. */
export function applyDiff(memory: PairMemory, diff: PairDiff): void {
  memory.scrape = diff.scrape;
  if (diff.hostChanged) memory.host = diff.host;
  for (const [vmId, reading] of diff.changed) {
    memory.vms.set(vmId, reading);
    memory.changedAt.set(vmId, diff.scrape.finishedAt);
  }
  for (const vmId of diff.removed) {
    memory.vms.delete(vmId);
    memory.changedAt.delete(vmId);
  }
  if (diff.state !== undefined) memory.state = diff.state;
}

/** Readings are made by schemas that describe JSON, so they are JSON; the collector's type is erased here. */
function toJson(reading: unknown): Json {
  return reading as Json;
}
