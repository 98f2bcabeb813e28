import { findPowerShell } from '#collectors/transport/create-transports.ts';
import { systemClock } from '#lib/clock.ts';
import { ConfigError } from '#lib/config/config-error.ts';
import type { LoadConfigInput } from '#lib/config/load-config.ts';
import type { Config, Target } from '#lib/config/schema.ts';
import { checkOwnClock } from './check-own-clock.ts';
import { checkPowerShell } from './check-powershell.ts';
import { type CheckResult, renderResult } from './check-result.ts';
import { checkStore } from './check-store.ts';
import { checkTarget } from './check-target.ts';
import { exitCodes } from './exit-codes.ts';
import { type LoadedFleet, loadFleet } from './load-fleet.ts';
import { openTransports } from './open-transports.ts';

export interface DoctorInput extends LoadConfigInput {
  readonly print: (line: string) => void;
  /** Names of the targets to try; none means all. */
  readonly hosts: readonly string[];
}

/** Hosts that are tried at once. */
const atOnce = 16;

/** `hvitals doctor`: tries everything that a scrape needs and prints a line for each. Resolves with the exit code. */
export async function doctor({ print, hosts, ...input }: DoctorInput): Promise<number> {
  let fleet: LoadedFleet;
  try {
    fleet = loadFleet(input);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const advice = 'docs/configuration.md lists every key; "hvitals check-config" checks the file alone.';
    print(renderResult({ status: 'fail', subject: 'Configuration', message: error.message, advice }));
    return exitCodes.wrong;
  }
  const unknown = hosts.filter((host) => !fleet.targets.some((target) => target.name === host));
  if (unknown.length > 0) {
    print(
      `hvitals: no target is named ${unknown.join(', ')}; there are ${fleet.targets.map((target) => target.name).join(', ')}`,
    );
    return exitCodes.usage;
  }
  const counts = { ok: 0, warn: 0, fail: 0 };
  const tell = (results: readonly CheckResult[]) => {
    for (const result of results) {
      counts[result.status] += 1;
      print(renderResult(result));
    }
  };
  tell([{ status: 'ok', subject: 'Configuration', message: fleet.source ?? 'no hvitals.yaml; defaults hold' }]);
  tell(await checkStore(fleet.config.data.directory));
  tell(await checkOwnClock(fleet.config.clock.ownNtpServers));
  const targets = fleet.targets.filter((target) => hosts.length === 0 || hosts.includes(target.name));
  await checkTargets(targets, { config: fleet.config, env: input.env, tell });
  print(`${counts.ok} ok, ${counts.warn} warnings, ${counts.fail} failed`);
  return counts.fail === 0 ? exitCodes.ok : exitCodes.wrong;
}

interface TargetsInput {
  readonly config: Config;
  readonly env: LoadConfigInput['env'];
  readonly tell: (results: readonly CheckResult[]) => void;
}

async function checkTargets(targets: readonly Target[], { config, env, tell }: TargetsInput): Promise<void> {
  const processEnv: NodeJS.ProcessEnv = { ...process.env, ...env };
  const executable = config.powershell.executable ?? findPowerShell(processEnv, process.platform);
  if (targets.some((target) => target.transport !== 'simulated')) {
    const powerShell = await checkPowerShell(executable, processEnv);
    tell([powerShell]);
    // Without PowerShell every host would fail for the same reason, which stands above.
    if (powerShell.status === 'fail') return;
  }
  const transports = openTransports(config, processEnv);
  const queue = [...targets];
  const work = async () => {
    for (let target = queue.shift(); target !== undefined; target = queue.shift()) {
      tell(await checkTarget(target, transports.of(target.transport), systemClock));
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    await transports.close();
  }
}
