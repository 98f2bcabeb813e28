import { defineCollector } from '#collectors/collector.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import {
  type MigrationHostReading,
  type MigrationReading,
  migrationHostReading,
  migrationReading,
} from '#lib/model/readings/migration.ts';
import { migrationIntervalSeconds, parseMigration } from './migration.parse.ts';
import { toMigrationSamples } from './migration.samples.ts';
import { migrationChannels } from './migration-events.ts';
import { type MigrationState, readMigrationState } from './migration-state.ts';

/** Migrations of VMs from and to a host: jobs that run, and how those that ended did. Docs: migration.md. */
export const migration = defineCollector<MigrationHostReading, MigrationReading, MigrationState>({
  name: 'migration',
  help: 'Migrations of VMs while they run, and how they ended, from the jobs and the event logs of the host.',
  intervalSeconds: migrationIntervalSeconds,
  timeoutSeconds: 10,
  metrics: [
    catalog.hvitals_host_migration_running,
    catalog.hvitals_host_migration_last_finished_timestamp_seconds,
    catalog.hvitals_host_migration_last_failed_timestamp_seconds,
    catalog.hvitals_host_migration_last_blackout_seconds,
    catalog.hvitals_host_migration_log_readable,
  ],
  hostReading: migrationHostReading,
  vmReading: migrationReading,
  args: (state) => {
    const bookmarks = readMigrationState(state)?.bookmarks ?? {};
    return {
      channels: migrationChannels.map(({ channel, meanings }) => {
        const known = bookmarks[channel];
        const bookmark = known === undefined ? null : { recordId: known.recordId, at: known.at };
        // What these numbers do not name is other collectors' matter, which count what nobody knows.
        return { channel, bookmark, wanted: [...meanings.keys()], ignored: [] };
      }),
    };
  },
  parse: parseMigration,
  hostSamples: toMigrationSamples,
});
