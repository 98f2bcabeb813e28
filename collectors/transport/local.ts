import type { Connection } from './connection.ts';
import { plain } from './explain-ending.ts';
import { TransportError } from './transport.ts';

/**
 * This machine, where it is a Hyper-V host: a runspace in a PowerShell process of its own, which carries no other host. There is no
 * watchdog, because a call that hangs is ended from here with the whole process.
 */
export function localConnection(name: string): Connection {
  return {
    key: `local ${name}`,
    open: { kind: 'local', restricted: false },
    ownsProcess: true,
    watchdog: false,
    explainConnect: (ending) =>
      Promise.resolve(new TransportError('error', `PowerShell opened no runspace: ${plain(ending.message)}`)),
  };
}
