import type { ApiMigration } from '#lib/model/api/migrations.ts';

/** What the list can be sorted by. */
export const migrationSorts = ['start', 'duration', 'blackout'] as const;
export interface MigrationSort {
  readonly id: (typeof migrationSorts)[number];
  readonly descending: boolean;
}

/** `duration` or `-duration`; undefined for anything else: the newest first. Pure. */
export function parseMigrationSort(text: string | null): MigrationSort | undefined {
  const descending = text?.startsWith('-') === true;
  const id = migrationSorts.find((one) => one === (descending ? text?.slice(1) : text));
  return id === undefined ? undefined : { id, descending };
}

export function toSortText({ id, descending }: MigrationSort): string {
  return `${descending ? '-' : ''}${id}`;
}

/** A click on a heading: the largest first, then the smallest, then the newest again. */
export function nextSort(sort: MigrationSort | undefined, id: string): MigrationSort | undefined {
  const known = migrationSorts.find((one) => one === id);
  if (known === undefined) return undefined;
  if (sort?.id !== known) return { id: known, descending: true };
  return sort.descending ? { id: known, descending: false } : undefined;
}

/** How long it took, milliseconds; up to `now` where it runs. Undefined where start or end is not known. */
export function durationMs({ startedAt, finishedAt, result }: ApiMigration, now: number): number | undefined {
  if (startedAt === undefined) return undefined;
  const end = result === 'running' ? now : finishedAt;
  return end === undefined ? undefined : Math.max(0, end - startedAt);
}

/** The list in the order wanted; what is not known comes last in either direction. Pure. */
export function sortMigrations(
  records: readonly ApiMigration[],
  sort: MigrationSort | undefined,
  now: number,
): readonly ApiMigration[] {
  if (sort === undefined) return records;
  const measureOf = (record: ApiMigration): number | undefined => {
    if (sort.id === 'start') return record.startedAt;
    return sort.id === 'duration' ? durationMs(record, now) : record.blackoutSeconds;
  };
  const sign = sort.descending ? -1 : 1;
  return records.toSorted((one, other) => {
    const [a, b] = [measureOf(one), measureOf(other)];
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    return (a - b) * sign;
  });
}
