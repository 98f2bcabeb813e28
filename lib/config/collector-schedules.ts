/**
 * The collectors that a configuration file may name, with the interval and the timeout that hold when it says nothing.
 * `lib` must not import collectors, so the list stands here; a test keeps it equal to the registry.
 */
export const collectorSchedules = {
  vm: { intervalSeconds: 15, timeoutSeconds: 5 },
  heartbeat: { intervalSeconds: 15, timeoutSeconds: 5 },
  'integration-services': { intervalSeconds: 60, timeoutSeconds: 10 },
  kvp: { intervalSeconds: 60, timeoutSeconds: 15 },
  beacon: { intervalSeconds: 60, timeoutSeconds: 10 },
  disk: { intervalSeconds: 300, timeoutSeconds: 20 },
  clock: { intervalSeconds: 30, timeoutSeconds: 10 },
  power: { intervalSeconds: 15, timeoutSeconds: 10 },
  migration: { intervalSeconds: 15, timeoutSeconds: 10 },
  host: { intervalSeconds: 60, timeoutSeconds: 10 },
} as const satisfies Record<string, CollectorSchedule>;

export interface CollectorSchedule {
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
}

/** Name of a collector, as it stands in hvitals.yaml. */
export type CollectorName = keyof typeof collectorSchedules;

/** Names of all collectors. */
export const collectorNames = Object.keys(collectorSchedules) as readonly CollectorName[];
