import type { Connection } from './connection.ts';
import type { Ending } from './dispatch-protocol.ts';
import { plain } from './explain-ending.ts';
import { TransportError, type TransportTarget } from './transport.ts';

type WinrmTarget = Extract<TransportTarget, { readonly transport: 'winrm' }>;

const accessDenied = 5;

/**
 * The connection to a target by WinRM: Kerberos as the account that runs hvitals, and a shell that the host gives up a minute after
 * the last call, because hosts allow few per account (MaxShellsPerUser is 30).
 */
export function winrmConnection(target: WinrmTarget): Connection {
  const { name, address, useSsl, port, configurationName } = target;
  return {
    key: `winrm ${name}`,
    open: {
      kind: 'winrm',
      address,
      useSsl,
      port: port ?? (useSsl ? 5986 : 5985),
      shellUri: `http://schemas.microsoft.com/powershell/${configurationName ?? 'Microsoft.PowerShell'}`,
      restricted: configurationName !== undefined,
      idleTimeoutMs: 60_000,
      openTimeoutMs: 8_000,
      maxObjectBytes: 33_554_432,
    },
    ownsProcess: false,
    watchdog: true,
    explainConnect: (ending) => Promise.resolve(classifyWinrmFailure(ending, address)),
  };
}

/** WinRM's error numbers are the same in every language; its sentences are not. Pure. */
export function classifyWinrmFailure(ending: Ending, address: string): TransportError {
  const words = ending.message === '' ? 'WinRM gave no reason' : plain(ending.message);
  if (ending.code === accessDenied)
    return new TransportError('access-denied', `${address} refused the account that runs hvitals: ${words}`);
  return new TransportError('unreachable', `${address} could not be reached by WinRM: ${words}`);
}
