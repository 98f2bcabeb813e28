import type { Frame, HostRecord, ScrapeRequest, Transport } from '#collectors/transport/transport.ts';

/** What one call does: frames in order, or an error, or waiting for something. */
export type Script = (
  request: ScrapeRequest,
  signal: AbortSignal,
  onWait: ((isWaiting: boolean) => void) | undefined,
) => AsyncIterable<Frame>;

/** A transport that does what a test tells it to, and remembers what it was asked. */
export interface ScriptedTransport extends Transport {
  readonly requests: { readonly host: string; readonly request: ScrapeRequest }[];
  /** What calls of a host do from now on. */
  play(host: string, script: Script): void;
}

/** Hosts without a script answer with an empty call. */
export function createScriptedTransport(): ScriptedTransport {
  const scripts = new Map<string, Script>();
  const requests: { host: string; request: ScrapeRequest }[] = [];
  return {
    requests,
    play: (host, script) => void scripts.set(host, script),
    scrape(target, request, signal, onWait) {
      requests.push({ host: target.name, request });
      return (scripts.get(target.name) ?? (() => framesOf([])))(request, signal, onWait);
    },
    close: () => Promise.resolve(),
  };
}

/** Frames one after the other, then the end of the call. */
export async function* framesOf(frames: readonly Frame[]): AsyncGenerator<Frame> {
  for (const frame of frames) yield frame;
}

/** A record with the parts that tests seldom care about filled in. */
export function recordFrame(part: Partial<HostRecord> & Pick<HostRecord, 'collector'>): Frame {
  return {
    kind: 'record',
    record: { outcome: 'ok', at: '2026-11-23T07:40:00.000Z', tookMs: 20, data: {}, frameBytes: 100, ...part },
  };
}

/** Waits for ever and does not even look at a signal: the worst transport there can be. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}
