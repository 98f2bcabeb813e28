import type { Json } from '#lib/model/json.ts';
import type { Outcome } from '#lib/model/outcome.ts';

/** What the host is asked in one call: all due collectors, cheapest first. */
export interface ScrapeRequest {
  readonly collectors: readonly { readonly name: string; readonly timeoutSeconds: number; readonly args: Json }[];
  /** When the call as a whole is given up. */
  readonly deadlineSeconds: number;
}

/** One collector's answer, as the host framed it, checked for shape but not for content. */
export interface HostRecord {
  readonly collector: string;
  readonly outcome: Outcome;
  readonly reason?: string;
  /** Host clock, UTC, ISO 8601. */
  readonly at: string;
  readonly tookMs: number;
  readonly data: unknown;
  /** Size of the frame in bytes, for the duration and size figures on /targets. */
  readonly frameBytes: number;
}

/** What a transport yields: records as they arrive, and frames that could not be read. */
export type Frame =
  | { readonly kind: 'record'; readonly record: HostRecord }
  | {
      readonly kind: 'bad';
      readonly collector?: string;
      readonly outcome: 'parse-error' | 'role-outdated';
      readonly reason: string;
    };

/** Why a whole call failed. `outcome` goes to every collector whose record had not arrived. */
export class TransportError extends Error {
  readonly outcome: 'timeout' | 'unreachable' | 'access-denied' | 'role-outdated' | 'error';
  constructor(outcome: TransportError['outcome'], reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'TransportError';
    this.outcome = outcome;
  }
}

/** A way to reach hosts. One per configured kind; it may carry many hosts at once and never blocks. */
export interface Transport {
  /**
   * Starts one scrape and yields frames as they arrive. The iteration ends when the host's call ended, throws a
   * TransportError when it failed, and stops at once when `signal` aborts (the call's deadline or shutdown), leaving nothing behind.
   * `onWait` is told true when the call has to wait for a place of ours before it turns to the host, and false when it goes on: that
   * time is not the host's.
   */
  scrape(
    target: TransportTarget,
    request: ScrapeRequest,
    signal: AbortSignal,
    onWait?: (isWaiting: boolean) => void,
  ): AsyncIterable<Frame>;
  /** Ends every session and process. */
  close(): Promise<void>;
}

/** What a transport needs to know of a target; the full target is in `lib/config`. */
export type TransportTarget =
  | { readonly name: string; readonly transport: 'local' }
  | {
      readonly name: string;
      readonly transport: 'ssh';
      readonly address: string;
      readonly port: number;
      readonly user: string;
      readonly keyFile: string;
      readonly knownHostsFile: string | undefined;
      readonly subsystem: string;
      /** True where the subsystem is a restricted endpoint with the Hvitals module installed. */
      readonly restricted: boolean;
    }
  | {
      readonly name: string;
      readonly transport: 'winrm';
      readonly address: string;
      readonly configurationName: string | undefined;
      readonly useSsl: boolean;
      readonly port: number | undefined;
    }
  | { readonly name: string; readonly transport: 'simulated' };
