import type { CollectorSchedule } from './collector-schedules.ts';
import type { Config, Target } from './schema.ts';

/** What is in force for one collector on one target. */
export interface CollectorSettings extends CollectorSchedule {
  readonly enabled: boolean;
}

/**
 * Settings in force: the target's own entry wins over the file's `collectors` section, which wins over the collector's defaults.
 * Each value is taken by itself, so a target can change the interval and keep the timeout of the section.
 */
export function collectorSettings(
  config: Pick<Config, 'collectors'>,
  target: Pick<Target, 'collectors'> | undefined,
  name: string,
  defaults: CollectorSchedule,
): CollectorSettings {
  const own = target?.collectors[name];
  const general = config.collectors[name];
  return {
    enabled: own?.enabled ?? general?.enabled ?? true,
    intervalSeconds: own?.intervalSeconds ?? general?.intervalSeconds ?? defaults.intervalSeconds,
    timeoutSeconds: own?.timeoutSeconds ?? general?.timeoutSeconds ?? defaults.timeoutSeconds,
  };
}
