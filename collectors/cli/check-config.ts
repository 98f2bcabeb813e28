import { ConfigError } from '#lib/config/config-error.ts';
import type { LoadConfigInput } from '#lib/config/load-config.ts';
import type { Target } from '#lib/config/schema.ts';
import { exitCodes } from './exit-codes.ts';
import { type LoadedFleet, loadFleet } from './load-fleet.ts';

export interface CheckConfigInput extends LoadConfigInput {
  readonly print: (line: string) => void;
}

/** `hvitals check-config`: prints `ok` and what the file means, or every mistake in it. Resolves with the exit code. */
export async function checkConfig({ print, ...input }: CheckConfigInput): Promise<number> {
  try {
    for (const line of summarize(loadFleet(input))) print(line);
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    print(error.message);
    return exitCodes.wrong;
  }
}

function summarize({ config, source, kind, targets }: LoadedFleet): readonly string[] {
  const meanings = {
    configured: `${targets.length} ${targets.length === 1 ? 'host' : 'hosts'}`,
    'this-machine': 'no targets: this machine, which is a Hyper-V host, is monitored',
    demo: `no targets, and this machine is no Hyper-V host: the demo fleet of ${targets.length} invented hosts is shown`,
  };
  return [
    `ok: ${source ?? 'no hvitals.yaml here; defaults hold'}`,
    `  ${meanings[kind]}`,
    ...(kind === 'configured' ? targets.map((target) => `  ${describeTarget(target)}`) : []),
    `  web app on ${config.web.listen}, metrics on ${config.metrics.listen}, data in ${config.data.directory}`,
  ];
}

function describeTarget(target: Target): string {
  const labels = Object.entries(target.labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return [target.name, describeWay(target), ...labels].join('  ');
}

function describeWay(target: Target): string {
  switch (target.transport) {
    case 'local':
    case 'simulated':
      return target.transport;
    case 'ssh':
      return `ssh ${target.user}@${target.address}:${target.port}${target.restricted ? ' (restricted endpoint)' : ''}`;
    case 'winrm': {
      const port = target.port === undefined ? '' : `:${target.port}`;
      const endpoint = target.configurationName === undefined ? '' : ` (endpoint ${target.configurationName})`;
      return `winrm ${target.address}${port}${endpoint}`;
    }
  }
}
