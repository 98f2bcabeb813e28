import type { ApiMigration } from '#lib/model/api/migrations.ts';

/** What the page of migrations leads with, each with how much of it is not known. */
export interface MigrationNumbers {
  readonly finished: number;
  /** Finished ones whose start or end nobody told. */
  readonly withoutDuration: number;
  readonly failed: number;
  readonly withoutReason: number;
  readonly running: number;
  readonly withoutStart: number;
  /** Seen under way, end not known. */
  readonly lost: number;
  /** Seconds; undefined where none was measured. */
  readonly medianBlackout: number | undefined;
  readonly longest: ApiMigration | undefined;
  readonly measured: number;
  /** Finished ones that may have had a blackout which nobody told. */
  readonly unmeasured: number;
}

/** Kinds in which a running VM switches hosts. */
const switching: ReadonlySet<string> = new Set(['live', 'live-and-storage', 'unknown']);

/** Counts the records. Pure. */
export function migrationNumbers(records: readonly ApiMigration[]): MigrationNumbers {
  const of = (result: ApiMigration['result']) => records.filter((record) => record.result === result);
  const [finished, failed, running] = [of('finished'), of('failed'), of('running')];
  const measured = records
    .filter(({ blackoutSeconds }) => blackoutSeconds !== undefined)
    .toSorted((a, b) => (a.blackoutSeconds ?? 0) - (b.blackoutSeconds ?? 0));
  return {
    finished: finished.length,
    withoutDuration: finished.filter(({ startedAt, finishedAt }) => startedAt === undefined || finishedAt === undefined).length,
    failed: failed.length,
    withoutReason: failed.filter(({ reason }) => reason === undefined).length,
    running: running.length,
    withoutStart: running.filter(({ startedAt }) => startedAt === undefined).length,
    lost: of('unknown').length,
    medianBlackout: median(measured.map(({ blackoutSeconds }) => blackoutSeconds ?? 0)),
    longest: measured.at(-1),
    measured: measured.length,
    unmeasured: finished.filter(({ kind, blackoutSeconds }) => switching.has(kind) && blackoutSeconds === undefined).length,
  };
}

/** Of sorted values: the middle one, or the mean of both in the middle. */
function median(values: readonly number[]): number | undefined {
  const [low, high] = [values[Math.ceil(values.length / 2) - 1], values[Math.floor(values.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
