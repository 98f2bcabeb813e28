import type { Ending } from './dispatch-protocol.ts';
import type { CallItem } from './host-call.ts';
import { readFrame } from './parse-frame.ts';
import type { Frame } from './transport.ts';

/** How a call ended, and whether the host's module said before that all was sent. */
export interface CallEnd {
  readonly ending: Ending;
  readonly isWhole: boolean;
}

/**
 * Frames of a call as they arrive, then how it ended; undefined where nobody said. One record for each collector that was asked: more,
 * and those of others, are passed over without being unpacked. Rejects where the call failed.
 */
export async function* callFrames(
  { queue, nonce }: { readonly queue: { next(): Promise<CallItem | undefined> }; readonly nonce: string },
  module: string,
  asked: readonly string[],
): AsyncGenerator<Frame, CallEnd | undefined, undefined> {
  let isWhole = false;
  const wanted = new Set(asked);
  const expected = { module, nonce, isWanted: (collector: string) => wanted.has(collector) };
  for (let item = await queue.next(); item !== undefined; item = await queue.next()) {
    if (item.kind === 'ended') return { ending: item.ending, isWhole };
    if (item.kind === 'oversized') {
      const reason = `The host sent a record of ${item.characters} characters, which is too large.`;
      yield { kind: 'bad', outcome: 'parse-error', reason };
      continue;
    }
    const frame = await readFrame(item.text, expected);
    if (frame.kind === 'end') isWhole = true;
    else if (frame.kind !== 'unwanted') {
      if (frame.kind === 'record') wanted.delete(frame.record.collector);
      yield frame;
    }
  }
  return undefined;
}
