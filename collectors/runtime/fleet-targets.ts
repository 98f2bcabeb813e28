import type { FleetKind } from '#lib/config/decide-fleet.ts';
import type { Config, Target } from '#lib/config/schema.ts';

/** The targets to poll: the file's own, this machine, or the hosts of the demo fleet. Pure. */
export function fleetTargets(
  kind: FleetKind,
  config: Pick<Config, 'targets'>,
  machineName: string,
  demoHosts: readonly string[],
): readonly Target[] {
  switch (kind) {
    case 'configured':
      return config.targets;
    case 'this-machine':
      return [{ name: machineName, transport: 'local', labels: {}, collectors: {} }];
    case 'demo':
      return demoHosts.map((name): Target => ({ name, transport: 'simulated', labels: {}, collectors: {} }));
  }
}
