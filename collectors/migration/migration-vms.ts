import type { MigrationJob, MigrationReading } from '#lib/model/readings/migration.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';
import type { ListedJob } from './migration-jobs.ts';
import type { MigrationLogEvent } from './migration-log.ts';

/** A failure counts for this long. */
const failureCountsMs = 24 * 3_600_000;
const mostJobsOfVm = 8;

/** The end of a migration, by the log or by its job. */
export interface Ending {
  readonly vmId: VmId | undefined;
  readonly at: number;
  readonly kind: 'finished' | 'failed' | 'refused';
  readonly failed: MigrationReading['failed'];
}

/** What log and jobs tell anew of migrations that ended, oldest first. Pure. */
export function endingsOf(logged: readonly MigrationLogEvent[], jobs: readonly ListedJob[], hostTime: number): readonly Ending[] {
  const ended = jobs.filter(({ result }) => result !== 'running');
  return [...logged.map(ofLog), ...ended.map((job) => ofJob(job, hostTime))].toSorted((a, b) => a.at - b.at);
}

function ofLog({ source, meaning, reason }: MigrationLogEvent): Ending {
  const { vmId, at, eventId } = source;
  if (meaning.kind === 'migration-finished') return { vmId, at, kind: 'finished', failed: undefined };
  const refused = meaning.kind === 'migration-refused';
  const failed = withoutUndefined({ at: new Date(at).toISOString(), eventId, reason, refused });
  return { vmId, at, kind: refused ? 'refused' : 'failed', failed };
}

function ofJob({ vmId, result, reading, endedAt, code, reason }: ListedJob, hostTime: number): Ending {
  const at = endedAt ?? hostTime;
  if (result === 'finished') return { vmId, at, kind: 'finished', failed: undefined };
  const { destination } = reading;
  return {
    vmId,
    at,
    kind: 'failed',
    failed: withoutUndefined({ at: new Date(at).toISOString(), code, reason, destination, refused: false }),
  };
}

interface Known {
  readonly previous: ReadonlyMap<VmId, MigrationReading>;
  /** VMs of the host; undefined where it did not say, so that what is known stays. */
  readonly here: ReadonlySet<VmId> | undefined;
}

/**
 * One reading for each VM that has a job running, or whose last migration failed. The same objects where nothing happened. Failures of
 * a VM that has left the host are dropped: it went, so that a later migration did not fail.
 */
export function toVmReadings(
  endings: readonly Ending[],
  listed: readonly ListedJob[] | undefined,
  { previous, here }: Known,
): ReadonlyMap<VmId, MigrationReading> {
  const failures = new Map<VmId, MigrationReading['failed']>();
  for (const [vmId, { failed }] of previous) if (here === undefined || here.has(vmId)) failures.set(vmId, failed);
  for (const { vmId, failed } of endings) if (vmId !== undefined) failures.set(vmId, mergeFailure(failures.get(vmId), failed));
  const jobs = listed === undefined ? new Map([...previous].map(([vmId, one]) => [vmId, one.jobs])) : runningJobs(listed);
  const readings = new Map<VmId, MigrationReading>();
  for (const vmId of [...failures.keys(), ...jobs.keys()]) {
    const running = jobs.get(vmId) ?? [];
    const failed = failures.get(vmId);
    if (running.length === 0 && failed === undefined) continue;
    if (running.length === 0 && here !== undefined && !here.has(vmId)) continue;
    readings.set(vmId, { jobs: [...running], ...(failed === undefined ? {} : { failed }) });
  }
  return readings;
}

/** Job and log tell one failure in two ways, a moment apart: each adds what the other does not say. */
const sameFailureMs = 60_000;

function mergeFailure(before: MigrationReading['failed'], next: MigrationReading['failed']): MigrationReading['failed'] {
  if (before === undefined || next === undefined) return next;
  const isSame = Math.abs(Date.parse(next.at) - Date.parse(before.at)) <= sameFailureMs && before.refused === next.refused;
  return isSame ? { ...before, ...next } : next;
}

function runningJobs(listed: readonly ListedJob[]): ReadonlyMap<VmId, readonly MigrationJob[]> {
  const jobs = new Map<VmId, MigrationJob[]>();
  for (const { vmId, result, reading } of listed) {
    if (vmId === undefined || result !== 'running') continue;
    const known = jobs.get(vmId) ?? [];
    if (known.length < mostJobsOfVm) known.push(reading);
    jobs.set(vmId, known);
  }
  return jobs;
}

/** Without failures that are more than a day old, by the clock of the host. */
export function passDay(readings: ReadonlyMap<VmId, MigrationReading>, hostTime: number): ReadonlyMap<VmId, MigrationReading> {
  const kept = new Map<VmId, MigrationReading>();
  for (const [vmId, reading] of readings) {
    const isOld = reading.failed !== undefined && hostTime - Date.parse(reading.failed.at) > failureCountsMs;
    if (!isOld) kept.set(vmId, reading);
    else if (reading.jobs.length > 0) kept.set(vmId, { jobs: reading.jobs });
  }
  return kept;
}
