import { staleAfterIntervals } from '#lib/derive/freshness.ts';
import { MigrationHosts } from '#lib/derive/migration-observations.ts';
import { toPowerState } from '#lib/derive/power-meaning.ts';
import type { VmFacts } from '#lib/derive/vm-facts.ts';
import type { ApiVmPower } from '#lib/model/api/vm-power.ts';
import { fleetEventKinds } from '#lib/model/fleet-event.ts';
import { everyMigration } from '#lib/model/migration-filter.ts';
import { type PowerRange, powerRanges } from '#lib/model/power-range.ts';
import { powerHostReading } from '#lib/model/readings/power.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { StoredEvent } from '#lib/store/store.ts';
import { toApiEvent } from './load-events.ts';
import { loadMigrations, toMigrationHost } from './load-migrations.ts';
import { type Fleet, readFleet } from './read-fleet.ts';
import { readStore } from './store-access.ts';

/** Most events of a VM, and of each host's logs, of one answer. */
const mostEvents = 1_000;
const mostGaps = 50;
/** So much of its past is read of a log that is read first (docs/event-logs.md). */
const firstLookMs = 86_400_000;
const kinds = [...fleetEventKinds.power, 'placed'];

/** What is told of the power and the moves of one VM up to `now` (UTC milliseconds); undefined where no host lists it. Throws StoreError. */
export async function loadVmPower(vmId: VmId, range: PowerRange, now: number): Promise<ApiVmPower | undefined> {
  const fleet = await readFleet();
  const facts = fleet.factsOf(vmId);
  if (facts === undefined) return undefined;
  const from = now - powerRanges[range];
  const clocks = new MigrationHosts(fleet.targets.map(({ host }) => toMigrationHost(fleet, host)));
  const { stored, completeFrom } = await readEvents(vmId, from);
  const events = stored.map((event) => {
    // What hvitals says itself it says by its own clock.
    const at = event.kind === 'placed' ? event.at : clocks.correct(event.host, event.at);
    return toApiEvent({ ...event, at: Math.min(at, event.seenAt) }, fleet);
  });
  const moves = await loadMigrations({ ...everyMigration, range, vm: vmId }, now);
  const hosts = new Set([
    facts.host,
    ...stored.map(({ host }) => host),
    ...moves.records.flatMap(({ fromHost, toHost }) => [fromHost ?? [], toHost ?? []].flat()),
  ]);
  return {
    revision: fleet.revision,
    range,
    events,
    migrations: moves.records,
    gaps: await readGaps(hosts, from, clocks),
    knownFrom: completeFrom ?? knownFrom(stored, fleet.hostReadingChangedAt(facts.host, 'power')),
    completeFrom: completeFrom ?? moves.completeFrom,
    present: toPresent(facts, fleet, clocks),
  };
}

/** The events of the span, and the last one of power before it. */
async function readEvents(vmId: VmId, from: number) {
  const store = await readStore();
  const [inside, before] = await Promise.all([
    store.listEvents({ vmId, kinds, from, limit: mostEvents }),
    store.listEvents({ vmId, kinds: fleetEventKinds.power, to: from, limit: 1 }),
  ]);
  if (inside.length < mostEvents) return { stored: [...inside, ...before], completeFrom: undefined };
  return { stored: inside, completeFrom: inside.at(-1)?.at };
}

/** Times between which records of the logs of power are lost. */
async function readGaps(hosts: ReadonlySet<string>, from: number, clocks: MigrationHosts): Promise<ApiVmPower['gaps']> {
  const store = await readStore();
  const all = await Promise.all(
    [...hosts].map((host) => store.listEvents({ host, kinds: fleetEventKinds.log, from, limit: mostGaps })),
  );
  return all.flat().flatMap(({ collector, host, at, seenAt, detail }) => {
    // The collector of migrations reads logs too, and tells its own gaps of them.
    if (collector !== 'power' || typeof detail !== 'object' || detail === null || !('lastAt' in detail)) return [];
    const { lastAt } = detail;
    if (typeof lastAt !== 'number') return [];
    const span = { from: clocks.correct(host, lastAt), to: Math.min(clocks.correct(host, at), seenAt) };
    return span.from < span.to ? [{ host, ...span }] : [];
  });
}

/** The first thing that was taken up, and the reading of the log, are not older than the watch, which began with a look back. */
function knownFrom(events: readonly StoredEvent[], logsReadSince: number | undefined): number | null {
  const taken = [...events.map(({ seenAt }) => seenAt), ...(logsReadSince === undefined ? [] : [logsReadSince])];
  return taken.length === 0 ? null : Math.min(...taken) - firstLookMs;
}

function toPresent({ host, parts }: VmFacts, fleet: Fleet, clocks: MigrationHosts): ApiVmPower['present'] {
  const { vm } = parts;
  const readSince = Object.values(parts).map(({ changedAt }) => changedAt);
  const changedAt = vm?.changedAt ?? Math.min(...readSince);
  const correct = (time: string | undefined) => (time === undefined ? undefined : clocks.correct(host, Date.parse(time)));
  const state = vm === undefined ? undefined : toPowerState(vm.reading);
  const startedAt = state === 'running' ? correct(vm?.reading.startedAt) : undefined;
  const since = correct(vm?.reading.stateChangedAt) ?? startedAt;
  return {
    host,
    hereSince: Math.min(...readSince),
    state: state ?? null,
    since: since ?? null,
    provenSince: Math.min(changedAt, since ?? changedAt, startedAt ?? changedAt),
    changedAt,
    freshness: vm?.freshness ?? { readAt: null, intervalSeconds: null, failures: 0 },
    watched: areLogsRead(fleet, host),
  };
}

function areLogsRead(fleet: Fleet, host: string): boolean {
  const reading = powerHostReading.safeParse(fleet.hostReading(host, 'power'));
  const target = fleet.targets.find((one) => one.host === host);
  const scrape = target?.scrapes.find(({ collector }) => collector === 'power');
  if (!reading.success || scrape === undefined || scrape.failures >= staleAfterIntervals) return false;
  return reading.data.logs.every(({ readable }) => readable);
}
