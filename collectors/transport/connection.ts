import type { Json } from '#lib/model/json.ts';
import type { Ending } from './dispatch-protocol.ts';
import type { TransportError } from './transport.ts';

/** How one target is reached, in the dispatcher's terms. */
export interface Connection {
  /** The session's key: one session for each. */
  readonly key: string;
  /** For dispatch.ps1. A session whose `open` differs from this one is replaced. */
  readonly open: { readonly [key: string]: Json };
  /** A call under way can be ended with its process only. */
  readonly ownsProcess: boolean;
  /** Whether the host ends its own process when a call hangs: yes on other machines, never on this one. */
  readonly watchdog: boolean;
  /** Why no session came about, in one sentence. `elapsedMs`: how long was tried. Never rejects. */
  explainConnect(ending: Ending, elapsedMs: number, signal: AbortSignal): Promise<TransportError>;
}
