import { z } from 'zod';
import type { CollectorEvent } from '#collectors/collector.ts';
import { cleanText } from '#lib/model/clean-text.ts';
import type { FleetEventDetail } from '#lib/model/fleet-event.ts';
import type { MigrationJobDetail, MigrationJobType } from '#lib/model/migration-detail.ts';
import type { MigrationNetwork } from '#lib/model/migration-words.ts';
import type { MigrationJob } from '#lib/model/readings/migration.ts';
import { optionalCount, optionalDate, optionalInt } from '#lib/model/record-fields.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';

const longestText = 512;
const mostJobs = 256;
/** A year: what a host says beyond that is no duration, and may be no date at all when it is added to one. */
const longestJobMs = 366 * 86_400_000;

const text = z
  .string()
  .nullish()
  .transform((value) =>
    value === null || value === undefined || value === '' ? undefined : cleanText(value, longestText, 'one-line').text,
  );

const jobRow = z.object({
  job: z.string().min(1).max(longestText),
  vm: text,
  destination: text,
  migrationType: optionalInt,
  jobType: optionalInt,
  state: z.number().int(),
  percent: optionalInt,
  startedAt: optionalDate,
  elapsedMs: optionalCount,
  errorCode: optionalInt,
  error: text,
});

export const migrationNetworkRow = z.object({ compression: z.boolean().nullish(), smb: z.boolean().nullish() }).nullish();

/** A job as the host lists it, for five minutes after its end too (cim-facts.md 10.2). */
export interface ListedJob {
  readonly vmId: VmId | undefined;
  readonly result: 'running' | 'finished' | 'failed';
  readonly reading: MigrationJob;
  readonly endedAt: number | undefined;
  readonly code: number | undefined;
  readonly reason: string | undefined;
}

/** Checks whether a migration could be, and the making of the other side's VM, are parts of no migration, or of one that has its own job. */
const otherJobTypes: ReadonlySet<number> = new Set([300, 301, 302, 303, 304]);
const checkType = 32_772;

/** Rows of `Msvm_MigrationJob` that move something, and how many could not be read. Pure. */
export function readJobs(rows: readonly unknown[]): { readonly jobs: readonly ListedJob[]; readonly broken: number } {
  const jobs = new Map<string, ListedJob>();
  let broken = Math.max(0, rows.length - mostJobs);
  for (const candidate of rows.slice(0, mostJobs)) {
    const row = jobRow.safeParse(candidate);
    if (!row.success) broken += 1;
    else if (!isOther(row.data)) jobs.set(row.data.job, toListedJob(row.data));
  }
  return { jobs: [...jobs.values()], broken };
}

type JobRow = z.infer<typeof jobRow>;

function isOther({ migrationType, jobType }: JobRow): boolean {
  return migrationType === checkType || (jobType !== undefined && otherJobTypes.has(jobType));
}

function toListedJob(row: JobRow): ListedJob {
  const { job, vm, destination, percent, startedAt, elapsedMs, errorCode, error } = row;
  const result = resultOf(row.state);
  const type = typeOf(row);
  const isTime = startedAt !== undefined && elapsedMs !== undefined && elapsedMs <= longestJobMs;
  const endedAt = isTime ? Date.parse(startedAt) + elapsedMs : undefined;
  const failed = result === 'failed';
  return {
    vmId: vm === undefined ? undefined : parseVmId(vm),
    result,
    reading: withoutUndefined({
      job,
      type,
      destination: type === 'storage' ? undefined : destination,
      percent: percent === undefined || percent < 0 || percent > 100 ? undefined : percent,
      startedAt,
    }),
    endedAt: result === 'running' ? undefined : endedAt,
    code: failed ? errorCode : undefined,
    reason: failed ? error : undefined,
  };
}

/** JobState: 7 and 32768 (with warnings) completed; 8 terminated, 9 killed, 10 exception; the others are on their way. */
function resultOf(state: number): ListedJob['result'] {
  if (state === 7 || state === 32_768) return 'finished';
  return state === 8 || state === 9 || state === 10 ? 'failed' : 'running';
}

function typeOf({ migrationType, jobType }: JobRow): MigrationJobType {
  if (migrationType === 32_768) return 'live';
  if (migrationType === 32_769) return 'storage';
  if (migrationType === 32_771) return 'live-and-storage';
  if (jobType === 305) return 'live';
  if (jobType === 306) return 'live-and-storage';
  return jobType === 307 ? 'storage' : 'unknown';
}

/** SMB wins over compression; with both off it is TCP (cim-facts.md 10.1). */
export function toNetwork(row: z.infer<typeof migrationNetworkRow>): MigrationNetwork | undefined {
  if (typeof row?.smb !== 'boolean' || typeof row.compression !== 'boolean') return undefined;
  if (row.smb) return 'smb';
  return row.compression ? 'compression' : 'tcp';
}

export interface JobMoment {
  /** By the clock of the host. */
  readonly hostTime: number;
  readonly network: MigrationNetwork | undefined;
}

/** What a job is told as, under a key that is the same whenever it is seen. Pure. */
export function toJobEvent(listed: ListedJob, { hostTime, network }: JobMoment): CollectorEvent {
  const { reading, result, endedAt, code, reason, vmId } = listed;
  const startedAt = reading.startedAt === undefined ? undefined : Date.parse(reading.startedAt);
  const detail: MigrationJobDetail = withoutUndefined({
    source: 'job' as const,
    job: reading.job,
    type: reading.type,
    destination: reading.destination,
    startedAt,
    endedAt,
    network,
    code,
    reason,
  });
  const running = result === 'running';
  return {
    key: `job ${reading.job} ${running ? 'running' : 'ended'}`,
    vmId,
    kind: `migration-${result}`,
    severity: result === 'failed' ? 'warning' : 'info',
    at: (running ? startedAt : endedAt) ?? hostTime,
    detail: toDetail(detail),
  };
}

/** Details hold no undefined values, so that they are flat and plain. */
function toDetail(detail: object): FleetEventDetail {
  return Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== undefined));
}
