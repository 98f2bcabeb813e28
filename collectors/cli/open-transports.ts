import { destination } from 'pino';
import { createPowerShellTransports } from '#collectors/transport/create-transports.ts';
import { demoFleet } from '#collectors/transport/simulated/demo-fleet.ts';
import { createSimulatedTransport } from '#collectors/transport/simulated/simulated.ts';
import type { Transport } from '#collectors/transport/transport.ts';
import type { Config, Target } from '#lib/config/schema.ts';
import { createLogger } from '#lib/log.ts';

/** Every transport of the configuration, for a command that looks at hosts once. Nothing is started before the first call. */
export interface OpenTransports {
  of(kind: Target['transport']): Transport;
  close(): Promise<void>;
}

export function openTransports(config: Config, env: NodeJS.ProcessEnv): OpenTransports {
  // What goes wrong with a connection is in the command's own words already.
  const log = createLogger({ level: 'error', stream: destination({ fd: 2, sync: true }) });
  const { executable, processes } = config.powershell;
  const powerShell = createPowerShellTransports({ executable, processes, log, env });
  const simulated = createSimulatedTransport(demoFleet(config.demo));
  const transports: Readonly<Record<Target['transport'], Transport>> = { ...powerShell, simulated };
  return {
    of: (kind) => transports[kind],
    async close() {
      await Promise.all([powerShell.close(), simulated.close()]);
    },
  };
}
