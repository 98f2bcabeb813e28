import type { EventChannel } from '#lib/model/host-event.ts';

/** What an event's number says of a migration (hyperv-facts.md 5.3). */
export interface MigrationMeaning {
  readonly kind: 'migration-finished' | 'migration-failed' | 'migration-refused';
  /** Which end the host that logged it is, where the event is of one end only. */
  readonly side?: 'source' | 'destination';
  /** It speaks of live migrations only. */
  readonly live?: true;
  readonly severity: 'info' | 'warning';
  /** V: in a primary source. S: in a secondary source only. */
  readonly mark: 'V' | 'S';
  readonly text: string;
}

const management: ReadonlyMap<number, MigrationMeaning> = new Map([
  [
    20415,
    {
      kind: 'migration-finished',
      live: true,
      severity: 'info',
      mark: 'V',
      text: 'live migration finished, with its blackout time',
    },
  ],
  [
    20417,
    {
      kind: 'migration-finished',
      live: true,
      severity: 'warning',
      mark: 'V',
      text: 'live migration finished with a long blackout',
    },
  ],
  [
    20413,
    {
      kind: 'migration-failed',
      side: 'destination',
      severity: 'warning',
      mark: 'V',
      text: 'the destination could not take the configuration',
    },
  ],
  [21024, { kind: 'migration-failed', side: 'source', severity: 'warning', mark: 'V', text: 'failed at the source' }],
  [21111, { kind: 'migration-failed', severity: 'warning', mark: 'S', text: 'live migration failed' }],
  [
    21125,
    {
      kind: 'migration-failed',
      side: 'destination',
      severity: 'warning',
      mark: 'V',
      text: 'the destination could not set the configuration up',
    },
  ],
]);

const availability: ReadonlyMap<number, MigrationMeaning> = new Map([
  [
    21501,
    {
      kind: 'migration-refused',
      severity: 'warning',
      mark: 'V',
      text: 'turned down: the limit of migrations at once is reached',
    },
  ],
  [
    21502,
    { kind: 'migration-failed', live: true, severity: 'warning', mark: 'V', text: 'live migration failed, with its causes' },
  ],
  [22038, { kind: 'migration-failed', severity: 'warning', mark: 'S', text: 'the hosts could not authenticate each other' }],
]);

/** A channel that tells of migrations. */
export interface MigrationChannel {
  readonly channel: EventChannel;
  readonly meanings: ReadonlyMap<number, MigrationMeaning>;
}

export const migrationChannels: readonly MigrationChannel[] = [
  { channel: 'Microsoft-Windows-Hyper-V-VMMS-Admin', meanings: management },
  { channel: 'Microsoft-Windows-Hyper-V-High-Availability-Admin', meanings: availability },
];

export function meaningOf(channel: EventChannel, eventId: number): MigrationMeaning | undefined {
  return migrationChannels.find((one) => one.channel === channel)?.meanings.get(eventId);
}
