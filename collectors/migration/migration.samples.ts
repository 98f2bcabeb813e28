import type { MigrationHostReading } from '#lib/model/readings/migration.ts';
import type { Sample } from '#lib/series/sample.ts';

/** Jobs that run, and when migrations ended last. What has not happened has no series. */
export function toMigrationSamples(reading: MigrationHostReading, host: string): readonly Sample[] {
  const labels = { host };
  const samples: Sample[] = [{ metric: 'hvitals_host_migration_running', labels, value: reading.running }];
  if (reading.lastFinishedAt !== undefined) {
    const value = Date.parse(reading.lastFinishedAt) / 1_000;
    samples.push({ metric: 'hvitals_host_migration_last_finished_timestamp_seconds', labels, value });
  }
  if (reading.lastFailedAt !== undefined) {
    const value = Date.parse(reading.lastFailedAt) / 1_000;
    samples.push({ metric: 'hvitals_host_migration_last_failed_timestamp_seconds', labels, value });
  }
  if (reading.lastBlackoutSeconds !== undefined) {
    samples.push({ metric: 'hvitals_host_migration_last_blackout_seconds', labels, value: reading.lastBlackoutSeconds });
  }
  for (const { channel, readable } of reading.logs) {
    samples.push({ metric: 'hvitals_host_migration_log_readable', labels: { host, channel }, value: readable ? 1 : 0 });
  }
  return samples;
}
