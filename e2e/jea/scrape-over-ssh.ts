import { registry } from '#collectors/registry.ts';
import { type ReceivedCall, receiveFrames } from '#collectors/runtime/receive-frames.ts';
import type { PowerShellTransports } from '#collectors/transport/create-transports.ts';
import type { TransportTarget } from '#collectors/transport/transport.ts';
import { systemClock } from '#lib/clock.ts';
import type { SshHost } from '../lab/start-ssh-host.ts';

export type SshTarget = Extract<TransportTarget, { readonly transport: 'ssh' }>;

/** One call for all collectors, received as the runtime does it. A session is kept by the target's name. */
export function scrapeOverSsh(
  transports: PowerShellTransports,
  host: SshHost,
  over: Partial<SshTarget> = {},
): Promise<ReceivedCall> {
  const { address, port, user, keyFile, knownHostsFile } = host;
  const plain: SshTarget = {
    name: `${address} ${over.subsystem ?? 'powershell'}`,
    transport: 'ssh',
    address,
    port,
    user,
    keyFile,
    knownHostsFile,
    subsystem: 'powershell',
    restricted: false,
  };
  const collectors = registry.map((collector) => ({ name: collector.name, timeoutSeconds: 20, args: collector.args(undefined) }));
  return receiveFrames({
    transport: transports.ssh,
    target: { ...plain, ...over },
    request: { collectors, deadlineSeconds: 60 },
    clock: systemClock,
    signal: new AbortController().signal,
  });
}

/** Collector and outcome of each record, in the order in which they came. */
export function outcomesOf({ records }: ReceivedCall): (readonly [string, string])[] {
  return [...records.values()].map(({ record }) => [record.collector, record.outcome]);
}
