import type { Config, Target } from './schema.ts';

/** What the configuration says to the collectors of one host, beside when they run. */
export interface HostSettings {
  /** NTP servers that the host compares its clock with; none: those of its own W32Time. */
  readonly ntpServers: readonly string[];
}

/** The part of the configuration that scrapes are planned by. */
export type PlanConfig = Pick<Config, 'collectors'> & Partial<Pick<Config, 'clock'>>;

/** Settings in force for a target: its own win over those of the file. Pure. */
export function hostSettings({ clock }: PlanConfig, target: Target): HostSettings {
  return { ntpServers: target.ntpServers ?? clock?.ntpServers ?? [] };
}
