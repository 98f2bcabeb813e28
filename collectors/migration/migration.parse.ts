import { z } from 'zod';
import type { CollectorEvent, ParseContext, ParseResult } from '#collectors/collector.ts';
import { type EventChannelsRead, happenedBefore, readEventChannels } from '#lib/model/read-event-channels.ts';
import type { MigrationHostReading, MigrationReading } from '#lib/model/readings/migration.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';
import { type ListedJob, migrationNetworkRow, readJobs, toJobEvent, toNetwork } from './migration-jobs.ts';
import { type MigrationLogEvent, toLogEvent, toMigrationLogEvent } from './migration-log.ts';
import { type MigrationState, readMigrationState } from './migration-state.ts';
import { type Ending, endingsOf, passDay, toVmReadings } from './migration-vms.ts';

/** The interval of the collector: what is older at first contact happened before anybody watched. */
export const migrationIntervalSeconds = 15;

const record = z.object({
  channels: z.array(z.unknown()),
  jobs: z.array(z.unknown()).nullish(),
  network: migrationNetworkRow.catch(null),
  vms: z.array(z.unknown()).nullish(),
});

type Context = ParseContext<MigrationReading, MigrationState>;
type Result = ParseResult<MigrationHostReading, MigrationReading, MigrationState>;

/** Record data of collector `migration` (shape: migration.md) → jobs that run, and what jobs and logs told of those that ended. Pure, never throws. */
export function parseMigration(data: unknown, context: Context): Result {
  const parsed = record.safeParse(data);
  if (!parsed.success) return { ok: false, reason: 'The record of migrations cannot be read: it has no list of channels.' };
  const before = readMigrationState(context.state);
  const { channels, network, vms } = parsed.data;
  const read = readEventChannels(channels, before?.bookmarks, context.hostTime);
  const logged = read.events.flatMap((event) => toMigrationLogEvent(event) ?? []);
  const listed = parsed.data.jobs === null || parsed.data.jobs === undefined ? undefined : readJobs(parsed.data.jobs);
  const untold = untoldJobs(listed?.jobs ?? [], before);
  const moment = { hostTime: context.hostTime, network: toNetwork(network) };
  const endings = endingsOf(logged, untold, context.hostTime);
  const state = toState({ read, listed: listed?.jobs, endings, logged }, before);
  const problems = [
    ...read.problems,
    ...(listed !== undefined && listed.broken > 0 ? [`${listed.broken} jobs cannot be read`] : []),
  ];
  return {
    ok: true,
    host: toHostReading(read, state, listed?.jobs ?? []),
    vms: passDay(toVmReadings(endings, listed?.jobs, { previous: context.previous, here: toHere(vms) }), context.hostTime),
    events: [...read.logEvents, ...toEvents(logged, read), ...untold.map((job) => toJobEvent(job, moment))],
    state: before !== undefined && before === state && context.state !== undefined ? context.state : state,
    ...(problems.length === 0 ? {} : { partialReason: `${problems.slice(0, 3).join('; ')}.` }),
  };
}

function toEvents(logged: readonly MigrationLogEvent[], read: EventChannelsRead): CollectorEvent[] {
  return logged.map((event) => toLogEvent(event, happenedBefore(event.source, read, migrationIntervalSeconds)));
}

/** Jobs of which something is new: they began, or they ended. */
function untoldJobs(jobs: readonly ListedJob[], before: MigrationState | undefined): readonly ListedJob[] {
  const known = new Map((before?.jobs ?? []).map(({ job, told }) => [job, told]));
  return jobs.filter(({ reading, result }) => known.get(reading.job) !== toTold(result));
}

function toTold(result: ListedJob['result']): 'running' | 'ended' {
  return result === 'running' ? 'running' : 'ended';
}

function toHere(vms: readonly unknown[] | null | undefined): ReadonlySet<VmId> | undefined {
  if (vms === null || vms === undefined) return undefined;
  return new Set(vms.flatMap((id) => (typeof id === 'string' ? (parseVmId(id) ?? []) : [])));
}

interface News {
  readonly read: EventChannelsRead;
  /** Undefined where the host did not say: what was known of jobs stays. */
  readonly listed: readonly ListedJob[] | undefined;
  readonly endings: readonly Ending[];
  readonly logged: readonly MigrationLogEvent[];
}

/** The same object where nothing is new. */
function toState({ read, listed, endings, logged }: News, before: MigrationState | undefined): MigrationState {
  const jobs =
    listed
      ?.map(({ reading, result }) => ({ job: reading.job, told: toTold(result) }))
      .toSorted((a, b) => (a.job < b.job ? -1 : 1)) ??
    before?.jobs ??
    [];
  const isSame =
    before !== undefined && read.bookmarks === before.bookmarks && endings.length === 0 && sameJobs(jobs, before.jobs);
  if (isSame) return before;
  const lastOf = (kind: Ending['kind'], known: string | null) =>
    endings
      .filter((one) => (one.kind === 'finished') === (kind === 'finished'))
      .reduce<string | null>((last, { at }) => later(last, new Date(at).toISOString()), known);
  const blackouts = logged
    .filter(({ blackoutSeconds }) => blackoutSeconds !== undefined)
    .toSorted((a, b) => a.source.at - b.source.at);
  return {
    bookmarks: read.bookmarks,
    jobs,
    lastFinishedAt: lastOf('finished', before?.lastFinishedAt ?? null),
    lastFailedAt: lastOf('failed', before?.lastFailedAt ?? null),
    lastBlackoutSeconds: blackouts.at(-1)?.blackoutSeconds ?? before?.lastBlackoutSeconds ?? null,
  };
}

function later(a: string | null, b: string): string {
  return a !== null && Date.parse(a) > Date.parse(b) ? a : b;
}

function sameJobs(a: MigrationState['jobs'], b: MigrationState['jobs']): boolean {
  return a.length === b.length && a.every(({ job, told }, index) => job === b[index]?.job && told === b[index]?.told);
}

const unreadable: ReadonlySet<string> = new Set(['unsupported', 'access-denied', 'error']);

function toHostReading(read: EventChannelsRead, state: MigrationState, jobs: readonly ListedJob[]): MigrationHostReading {
  return withoutUndefined({
    running: jobs.filter(({ result }) => result === 'running').length,
    lastFinishedAt: state.lastFinishedAt ?? undefined,
    lastFailedAt: state.lastFailedAt ?? undefined,
    lastBlackoutSeconds: state.lastBlackoutSeconds ?? undefined,
    logs: read.channels.map(({ channel, outcome, reason }) => ({
      channel,
      readable: !unreadable.has(outcome),
      ...(unreadable.has(outcome) ? { reason: (reason ?? outcome).toWellFormed() } : {}),
    })),
  });
}
