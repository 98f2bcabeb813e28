import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './schema.ts';

/** What is monitored: the targets of the file, this machine, or the demo fleet. */
export type FleetKind = 'configured' | 'this-machine' | 'demo';

/** Targets that the file names win; without any it is this machine where that is a Hyper-V host, and else the demo fleet. Pure. */
export function decideFleet(config: Pick<Config, 'targets'>, thisMachineIsHyperVHost: boolean): FleetKind {
  if (config.targets.length > 0) return 'configured';
  return thisMachineIsHyperVHost ? 'this-machine' : 'demo';
}

/** True on Windows with the Hyper-V role: its management service's program lies in System32 then. No process is started. */
export function isHyperVHost(platform: string, env: Readonly<Record<string, string | undefined>>): boolean {
  if (platform !== 'win32') return false;
  return existsSync(join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'vmms.exe'));
}
