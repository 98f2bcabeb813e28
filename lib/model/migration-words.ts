/**
 * How a VM went from one place to another. `live` without a stop, `storage` only its disks, `live-and-storage` both, `quick` saved here
 * and restored there, `failover` started anew on another host after its own went away, `replica-failover` its replica took over.
 */
export const migrationKinds = [
  'live',
  'quick',
  'storage',
  'live-and-storage',
  'failover',
  'replica-failover',
  'unknown',
] as const;
export type MigrationKind = (typeof migrationKinds)[number];

/** `unknown`: it was seen under way, and nothing says how it ended. */
export const migrationResults = ['running', 'finished', 'failed', 'unknown'] as const;
export type MigrationResult = (typeof migrationResults)[number];

/** The kind of network that the source host is set up for; which one really carried it no public event says. */
export const migrationNetworks = ['tcp', 'compression', 'smb', 'unknown'] as const;
export type MigrationNetwork = (typeof migrationNetworks)[number];
