import type { DispatchEvent } from '#collectors/transport/dispatch-protocol.ts';
import { callFrames } from '#collectors/transport/call-frames.ts';
import { HostCall } from '#collectors/transport/host-call.ts';
import { recordData } from '#collectors/transport/simulated/records.ts';
import type { SimulatedHost } from '#collectors/transport/simulated/scenario.ts';
import { timedOut } from '#collectors/transport/to-transport-error.ts';
import type { ScrapeRequest, Transport } from '#collectors/transport/transport.ts';
import type { Clock } from '#lib/clock.ts';

export const moduleHash = '0123456789abcdef';

/** One call as the lying host sees it. */
export interface AskedHost {
  readonly request: ScrapeRequest;
  readonly nonce: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Calls before this one. */
  readonly tick: number;
  /** The frame that an honest host would send for a collector; `over` replaces what stands around the data. */
  honest(collector: string, over?: Readonly<Record<string, unknown>>): string;
}

/** What goes over the line: text of whole frames, bytes of one, or what the dispatcher says besides. */
export type Sent = string | Buffer | Omit<Extract<DispatchEvent, { kind: 'oversized' }>, 'call'> | { readonly kind: 'part'; readonly bytes: Buffer };
export type Lie = (asked: AskedHost) => Iterable<Sent> | AsyncIterable<Sent>;

export interface LyingTransport extends Transport {
  /** Frames that each call brought. */
  readonly calls: readonly { readonly frames: number }[];
  /** Whether something is being unpacked at this moment. */
  isReading(): boolean;
}

/** A transport that puts what the host sends through the parts that every real one uses: pieces, frames, limits of a call. */
export function createLyingTransport(host: SimulatedHost, clock: Clock, lie: Lie): LyingTransport {
  const calls: { frames: number }[] = [];
  let unread = 0;
  return {
    calls,
    isReading: () => unread > 0,
    async *scrape(_target, request, signal) {
      const call = new HostCall(calls.length, clock.monotonic(), true);
      const seen = { frames: 0 };
      const tick = calls.push(seen) - 1;
      signal.addEventListener('abort', () => call.queue.end(timedOut(true)), { once: true });
      const honest = (collector: string, over: Readonly<Record<string, unknown>> = {}) => {
        const args = request.collectors.find(({ name }) => name === collector)?.args ?? {};
        const { outcome, data } = recordData(host, collector, args, clock.now());
        const at = new Date(clock.now()).toISOString();
        return JSON.stringify({ v: 1, module: moduleHash, nonce: call.nonce, collector, outcome, reason: null, at, tookMs: 5, data, ...over });
      };
      void feed(call, lie({ request, nonce: call.nonce, clock, signal, tick, honest }));
      const asked = request.collectors.map(({ name }) => name);
      let taken = false;
      const next = () => {
        if (taken) unread -= 1;
        taken = false;
        return call.queue.next().then((item) => {
          if (item !== undefined) unread += 1;
          taken = item !== undefined;
          return item;
        });
      };
      try {
        for await (const frame of toFrames({ nonce: call.nonce, queue: { next } }, asked)) {
          seen.frames += 1;
          yield frame;
        }
      } finally {
        if (taken) unread -= 1;
      }
    },
    close: () => Promise.resolve(),
  };
}

async function* toFrames(call: Parameters<typeof callFrames>[0], asked: readonly string[]) {
  const end = yield* callFrames(call, moduleHash, asked);
  void end;
}

async function feed(call: HostCall, sent: ReturnType<Lie>): Promise<void> {
  for await (const one of sent) {
    if (typeof one === 'string') call.take({ kind: 'piece', call: call.id, bytes: Buffer.from(one), isLast: true });
    else if (Buffer.isBuffer(one)) call.take({ kind: 'piece', call: call.id, bytes: one, isLast: true });
    else if (one.kind === 'part') call.take({ kind: 'piece', call: call.id, bytes: one.bytes, isLast: false });
    else call.take({ ...one, call: call.id });
  }
  call.take({ kind: 'ended', call: call.id, ending: { stage: 'complete', code: undefined, errorId: '', message: '' } });
}
