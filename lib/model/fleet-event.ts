import { z } from 'zod';

/**
 * What can have happened. Power: what a host says of one VM's state (hyperv-facts.md 5.2). Migration: what a host or hvitals saw of a
 * VM going from host to host. Disk: what changed in a VM's disks. Log: what hvitals says of a host's event log itself.
 */
export const fleetEventKinds = {
  power: [
    'started',
    'start-failed',
    'turned-off',
    'shut-down-by-service',
    'shut-down-by-guest',
    'reset-by-host',
    'reset-by-guest',
    'saved',
    'restored',
    'paused',
    'resumed',
    'hibernated',
    'paused-critical',
    'stopped-critical',
    'guest-crashed',
    'triple-fault',
    'worker-died',
    'boot-failed',
    'created',
    'deleted',
  ],
  migration: ['migration-running', 'migration-finished', 'migration-failed', 'migration-refused', 'placed'],
  disk: ['disk-resized', 'disk-attached', 'disk-detached', 'disk-replaced', 'guest-disk-resized', 'filesystem-resized'],
  log: ['log-cleared', 'log-rolled-over', 'log-reset'],
} as const;

/** One word of `fleetEventKinds`. */
export type FleetEventKind = (typeof fleetEventKinds)[keyof typeof fleetEventKinds][number];

export const fleetEventSeverities = ['info', 'warning', 'critical'] as const;
export type FleetEventSeverity = (typeof fleetEventSeverities)[number];

/** Every kind, in the order of the groups. */
export const allFleetEventKinds: readonly FleetEventKind[] = Object.values(fleetEventKinds).flat();

const kinds: ReadonlySet<string> = new Set(allFleetEventKinds);

/** Whether this version knows the kind. */
export function isFleetEventKind(kind: string): kind is FleetEventKind {
  return kinds.has(kind);
}

/** Facts of an event: few, flat and short. Texts may come from guests and hosts: escape on output. */
export const fleetEventDetail = z.record(
  z.string().max(64),
  z.union([z.string().max(512), z.number(), z.boolean(), z.array(z.string().max(512)).max(16)]),
);
export type FleetEventDetail = z.infer<typeof fleetEventDetail>;
