import { correlateMigrations, type RunningJob } from '#lib/derive/correlate-migrations.ts';
import { staleAfterIntervals } from '#lib/derive/freshness.ts';
import { hostClock } from '#lib/derive/host-clock.ts';
import { currentClock } from '#lib/derive/host-facts.ts';
import type { MigrationHost } from '#lib/derive/migration-observations.ts';
import type { ApiMigration, ApiMigrations } from '#lib/model/api/migrations.ts';
import { fleetEventKinds } from '#lib/model/fleet-event.ts';
import { type MigrationFilter, migrationRanges } from '#lib/model/migration-filter.ts';
import type { MigrationRecord } from '#lib/model/migration-record.ts';
import { hostReading } from '#lib/model/readings/host.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { StoredEvent } from '#lib/store/store.ts';
import { type PageWanted, pageOf } from './page-of.ts';
import { type Fleet, readFleet } from './read-fleet.ts';
import { readStore } from './store-access.ts';

/** What tells the kind of a migration, besides events of migrations. */
const powerKinds = ['saved', 'restored', 'started'];
/** A migration that runs or ends in the span may have begun this long before it: terabytes of disks take days. */
const marginMs = 3 * 86_400_000;
/** Most events of each sort that are gone through. */
const mostEvents = 2_000;
/** Records of one answer where nothing else is asked for. */
export const usualRecords = 500;

/** The migrations of a span up to `now` (UTC milliseconds) that fit the filter, newest first. Throws StoreError. */
export async function loadMigrations(
  filter: MigrationFilter,
  now: number,
  page: PageWanted = { limit: usualRecords },
): Promise<ApiMigrations> {
  const fleet = await readFleet();
  const from = now - migrationRanges[filter.range];
  const { events, completeFrom } = await readEvents(filter.vm, from - marginMs);
  const records = correlateMigrations(events, {
    hosts: fleet.targets.map(({ host }) => toMigrationHost(fleet, host)),
    running: runningJobs(fleet),
  });
  const fitting = records.filter((record) => (record.at >= from || record.result === 'running') && fits(record, filter));
  const { rows, next } = pageOf(fitting, ({ at, id }) => [-at, id], page);
  return {
    revision: fleet.revision,
    range: filter.range,
    from,
    to: now,
    hosts: fleet.targets.map(({ host }) => host),
    total: fitting.length,
    records: rows.map((record) => toApiMigration(fleet, record)),
    next,
    completeFrom: completeFrom !== undefined && completeFrom > from ? completeFrom : null,
  };
}

interface ReadEvents {
  readonly events: readonly StoredEvent[];
  /** Where the limit cut the list off: nothing before is known. */
  readonly completeFrom: number | undefined;
}

/** Events of power are asked for apart, so that a morning of starts leaves no migration out. */
async function readEvents(vmId: VmId | undefined, from: number): Promise<ReadEvents> {
  const store = await readStore();
  const list = (kinds: readonly string[]) =>
    store.listEvents({ kinds, from, limit: mostEvents, ...(vmId === undefined ? {} : { vmId }) });
  const [migration, power] = await Promise.all([list(fleetEventKinds.migration), list(powerKinds)]);
  const completeFrom = migration.length < mostEvents ? undefined : migration.at(-1)?.at;
  return { events: [...migration, ...power], completeFrom };
}

function fits({ fromHost, toHost, witnesses = [], result, kind }: MigrationRecord, filter: MigrationFilter): boolean {
  const { host } = filter;
  if (host !== undefined && host !== fromHost && host !== toHost && !witnesses.includes(host)) return false;
  if (filter.result !== undefined && filter.result !== result) return false;
  return filter.kind === undefined || filter.kind === kind;
}

/** The host's name in Hyper-V and how far its clock is off, as far as they are known. */
export function toMigrationHost(fleet: Fleet, name: string): MigrationHost {
  const setup = hostReading.safeParse(fleet.hostReading(name, 'host'));
  const clock = currentClock(fleet.hostFactsOf(name));
  return {
    name,
    computerName: setup.success ? setup.data.computerName : undefined,
    clock: clock === undefined ? undefined : hostClock(clock).vsNtp,
  };
}

/** Jobs that hosts list now; a host that is no longer read says nothing of now. */
function runningJobs(fleet: Fleet): readonly RunningJob[] {
  const silent = new Set(
    fleet.targets
      .filter(({ scrapes }) => (scrapes.find(({ collector }) => collector === 'migration')?.failures ?? 0) >= staleAfterIntervals)
      .map(({ host }) => host),
  );
  return fleet
    .migrationReadings()
    .filter(({ host }) => !silent.has(host))
    .flatMap(({ host, reading }) => reading.jobs.map(({ job, percent }) => ({ host, job, percent })));
}

function toApiMigration(fleet: Fleet, record: MigrationRecord): ApiMigration {
  return { ...record, name: fleet.factsOf(record.vmId as VmId)?.name ?? null };
}
