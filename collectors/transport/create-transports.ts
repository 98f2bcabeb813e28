import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { buildHostModule } from '#collectors/host-module/build-host-module.ts';
import { type Clock, systemClock } from '#lib/clock.ts';
import type { Logger } from '#lib/log.ts';
import { buildDispatcher } from './build-dispatcher.ts';
import type { Connection } from './connection.ts';
import { Dispatcher, type SessionLimits } from './dispatcher.ts';
import { localConnection } from './local.ts';
import { PowerShellPool } from './powershell-pool.ts';
import { sshConnection } from './ssh.ts';
import { type Transport, TransportError, type TransportTarget } from './transport.ts';
import { winrmConnection } from './winrm.ts';

export interface TransportOptions {
  /** PowerShell to start; undefined: pwsh where it is on PATH, else Windows PowerShell on Windows. */
  readonly executable?: string | undefined;
  /** How many PowerShell processes share the remote hosts. */
  readonly processes: number;
  readonly log: Logger;
  /** Environment of the processes; our own unless said. */
  readonly env?: NodeJS.ProcessEnv;
  readonly clock?: Clock;
  /** When sessions are renewed and closed. */
  readonly limits?: SessionLimits;
  /** What runs on the hosts; the built module unless said. */
  readonly hostModule?: { readonly text: string; readonly hash: string };
}

/** Transports that speak to a real host through PowerShell. They share processes: closing one closes what it has, `close` everything. */
export interface PowerShellTransports {
  readonly local: Transport;
  readonly ssh: Transport;
  readonly winrm: Transport;
  close(): Promise<void>;
}

/** Builds the transports. Nothing is started before the first scrape. */
export function createPowerShellTransports(options: TransportOptions): PowerShellTransports {
  const env = options.env ?? process.env;
  const { clock = systemClock, hostModule = buildHostModule(), log } = options;
  const executable = options.executable ?? findPowerShell(env, process.platform);
  const dispatcherText = buildDispatcher();
  const create = (processes: number, toConnection: (target: TransportTarget) => Connection): Transport => {
    const pool = new PowerShellPool({ executable, processes, dispatcherText, moduleText: hostModule.text, env, clock, log });
    const dispatcher = new Dispatcher({ pool, moduleHash: hostModule.hash, clock, log, limits: options.limits });
    return {
      async *scrape(target, request, signal, onWait) {
        yield* dispatcher.scrape(toConnection(target), request, signal, onWait);
      },
      async close() {
        await dispatcher.close();
        await pool.close();
      },
    };
  };
  const remote = create(options.processes, toRemoteConnection);
  // A hung call on this machine can be ended with its process only, so that process carries nothing else.
  const local = create(1, ({ name }) => localConnection(name));
  return {
    local,
    ssh: remote,
    winrm: remote,
    async close() {
      await Promise.all([remote.close(), local.close()]);
    },
  };
}

function toRemoteConnection(target: TransportTarget): Connection {
  if (target.transport === 'ssh') return sshConnection(target);
  if (target.transport === 'winrm') return winrmConnection(target);
  throw new TransportError('error', `Target ${target.name} is not reached by ssh or winrm.`);
}

/** Which PowerShell to start: pwsh on PATH, else the one that Windows has, else the name pwsh, whose absence is then the reason given. */
export function findPowerShell(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const isWindows = platform === 'win32';
  const searchPath = env.PATH ?? env.Path ?? '';
  const names = searchPath.split(isWindows ? ';' : ':').filter((folder) => path.isAbsolute(folder));
  const found = names.map((folder) => path.join(folder, isWindows ? 'pwsh.exe' : 'pwsh')).find(isExecutable);
  return found ?? (isWindows ? 'powershell' : 'pwsh');
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
