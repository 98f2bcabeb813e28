import type { FleetEventKind, FleetEventSeverity, fleetEventKinds } from '#lib/model/fleet-event.ts';

export type EventGroup = keyof typeof fleetEventKinds;

/**
 * The group of each kind. It stands here once more, and the compiler wants it complete: the model brings its schemas along, which the
 * browser does not need.
 */
export const groupOfKind: Readonly<Record<FleetEventKind, EventGroup>> = {
  started: 'power',
  'start-failed': 'power',
  'turned-off': 'power',
  'shut-down-by-service': 'power',
  'shut-down-by-guest': 'power',
  'reset-by-host': 'power',
  'reset-by-guest': 'power',
  saved: 'power',
  restored: 'power',
  paused: 'power',
  resumed: 'power',
  hibernated: 'power',
  'paused-critical': 'power',
  'stopped-critical': 'power',
  'guest-crashed': 'power',
  'triple-fault': 'power',
  'worker-died': 'power',
  'boot-failed': 'power',
  created: 'power',
  deleted: 'power',
  'migration-running': 'migration',
  'migration-finished': 'migration',
  'migration-failed': 'migration',
  'migration-refused': 'migration',
  placed: 'migration',
  'disk-resized': 'disk',
  'disk-attached': 'disk',
  'disk-detached': 'disk',
  'disk-replaced': 'disk',
  'guest-disk-resized': 'disk',
  'filesystem-resized': 'disk',
  'log-cleared': 'log',
  'log-rolled-over': 'log',
  'log-reset': 'log',
};

export const eventGroups: readonly EventGroup[] = ['power', 'migration', 'disk', 'log'];
/** Worst first, as people look for them. */
export const eventSeverities: readonly FleetEventSeverity[] = ['critical', 'warning', 'info'];
export const eventKinds = Object.keys(groupOfKind) as readonly FleetEventKind[];

/** Whether this version knows the kind; a text from the store or a URL may be any. */
export function isKnownKind(kind: string): kind is FleetEventKind {
  return Object.hasOwn(groupOfKind, kind);
}

/** The kinds of these groups. */
export function kindsOf(groups: readonly EventGroup[]): readonly FleetEventKind[] {
  return eventKinds.filter((kind) => groups.includes(groupOfKind[kind]));
}
