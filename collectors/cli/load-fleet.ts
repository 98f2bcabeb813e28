import { hostname } from 'node:os';
import { fleetTargets } from '#collectors/runtime/fleet-targets.ts';
import { demoFleet } from '#collectors/transport/simulated/demo-fleet.ts';
import { decideFleet, type FleetKind, isHyperVHost } from '#lib/config/decide-fleet.ts';
import { type LoadConfigInput, type LoadedConfig, loadConfig } from '#lib/config/load-config.ts';
import type { Target } from '#lib/config/schema.ts';

/** The configuration and the targets that it comes to, as the collectors would see them. */
export interface LoadedFleet extends LoadedConfig {
  readonly kind: FleetKind;
  readonly targets: readonly Target[];
}

/** Loads the configuration and decides what is monitored. Throws ConfigError. */
export function loadFleet(input: LoadConfigInput): LoadedFleet {
  const loaded = loadConfig(input);
  const kind = decideFleet(loaded.config, isHyperVHost(process.platform, input.env));
  const demoHosts = kind === 'demo' ? demoFleet(loaded.config.demo).hostNames : [];
  return { ...loaded, kind, targets: fleetTargets(kind, loaded.config, hostname(), demoHosts) };
}
