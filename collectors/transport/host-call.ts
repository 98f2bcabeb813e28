import { randomUUID } from 'node:crypto';
import type { DispatchEvent, Ending } from './dispatch-protocol.ts';
import { FrameQueue } from './frame-queue.ts';
import { TransportError } from './transport.ts';

/** What a call brings, in order. */
export type CallItem =
  | { readonly kind: 'frame'; readonly text: string }
  | { readonly kind: 'oversized'; readonly characters: number }
  | { readonly kind: 'ended'; readonly ending: Ending };

/** One call may bring so much; all collectors of a full host stay far below. */
export const maxCallBytes = 67_108_864;
/** And so many frames: a record per collector, and what a profile or a module may say besides. */
export const maxCallFrames = 1_000;

/** One scrape under way: puts the pieces of its frames together. */
export class HostCall {
  readonly id: number;
  /** Known to the host from the request alone, and sent back in each of its frames. */
  readonly nonce = randomUUID();
  /** Monotonic milliseconds. */
  readonly startedAt: number;
  readonly queue = new FrameQueue<CallItem>();
  /** Whether the session is known to be open. */
  isOpen: boolean;
  /** The dispatcher has said how the call ended: the session is free, or gone. */
  isOver = false;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #frames = 0;

  constructor(id: number, startedAt: number, isOpen: boolean) {
    this.id = id;
    this.startedAt = startedAt;
    this.isOpen = isOpen;
  }

  take(event: DispatchEvent): void {
    switch (event.kind) {
      case 'open':
        this.isOpen = true;
        break;
      case 'piece':
        this.#takePiece(event.bytes, event.isLast);
        break;
      case 'oversized':
        if (this.#countFrame()) this.queue.push({ kind: 'oversized', characters: event.characters });
        break;
      case 'ended':
        this.isOver = true;
        this.queue.push({ kind: 'ended', ending: event.ending });
        this.queue.end();
        break;
    }
  }

  #takePiece(bytes: Buffer, isLast: boolean): void {
    this.#bytes += bytes.length;
    if (this.#bytes > maxCallBytes) {
      this.#pieces = [];
      this.queue.end(new TransportError('error', `The host sent more than ${maxCallBytes / 1_048_576} MiB in one call.`));
      return;
    }
    this.#pieces.push(bytes);
    if (!isLast || !this.#countFrame()) return;
    this.queue.push({ kind: 'frame', text: Buffer.concat(this.#pieces).toString('utf8') });
    this.#pieces = [];
  }

  /** False where the call has brought as many as it may, and is over. */
  #countFrame(): boolean {
    this.#frames += 1;
    if (this.#frames <= maxCallFrames) return true;
    this.#pieces = [];
    this.queue.end(new TransportError('error', `The host sent more than ${maxCallFrames} records in one call.`));
    return false;
  }
}
