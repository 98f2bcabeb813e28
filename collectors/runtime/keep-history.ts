import { setImmediate as turn } from 'node:timers/promises';
import { type Clock, delay } from '#lib/clock.ts';
import { type Chunk, type ChunkLevel, type ChunkStore, chunkSpanMs } from '#lib/history/chunk-store.ts';
import type { Retention } from '#lib/history/embedded-history.ts';
import { MinuteBuffer } from '#lib/history/minute-buffer.ts';
import { packHours } from '#lib/history/pack-hours.ts';
import type { Logger } from '#lib/log.ts';

export interface HistoryKeeperOptions {
  readonly store: ChunkStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly retention: Retention;
}

const minuteMs = chunkSpanMs.minute;
const hourMs = chunkSpanMs.raw;
/** A minute is written this long after its end: what arrives later is joined to it, which costs a read. */
const graceMs = 3_000;
/** Hours are packed this long after their end, so that their last minute is there. */
const packGraceMs = 3 * minuteMs;
/** Subjects of one step of packing: about ten milliseconds of work. */
const packLimit = 4;
/** Packing takes a tenth of one core at most, while it runs. */
const packRest = 9;
const shortestRestMs = 50;
/** Chunks of one transaction of dropping. */
const dropLimit = 500;
/** The wall clock may run this far from the monotonic one in an hour; beyond, it was set, and nothing is thrown away by it. */
const clockStepMs = 60_000;

/**
 * Writes what the buffer holds each minute, packs hours that are over, and drops what retention no longer keeps, in one loop, so that no
 * two of these meet. A store that fails is told in the log; minutes wait in the buffer, within its bounds, and are tried again.
 */
export class HistoryKeeper {
  readonly buffer: MinuteBuffer;
  readonly #options: HistoryKeeperOptions;
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;
  #failing = false;
  #droppedAt: { readonly wall: number; readonly monotonic: number };

  constructor(options: HistoryKeeperOptions) {
    const { store, clock, log } = options;
    this.#options = options;
    this.buffer = new MinuteBuffer(store, {
      onDropped: (start, subjects) =>
        log.error({ minute: new Date(start).toISOString(), subjects }, 'a minute of history was given up'),
    });
    this.#droppedAt = { wall: clock.now(), monotonic: clock.monotonic() };
    this.#ended = this.#run();
  }

  /** Ends the loop and writes what is there, the open minute included. Never rejects; call it once nothing is appended any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
    await this.#flush(Number.POSITIVE_INFINITY);
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const now = clock.now();
      await delay(clock, minuteMs - ((((now - graceMs) % minuteMs) + minuteMs) % minuteMs), signal);
      if (signal.aborted) return;
      const flushed = await this.#flush(clock.now() - graceMs + 1);
      if (!flushed) continue;
      await this.#guarded('hours of history could not be packed', () => this.#pack());
      if (clock.monotonic() - this.#droppedAt.monotonic >= hourMs)
        await this.#guarded('old history could not be dropped', () => this.#drop());
    }
  }

  async #flush(before: number): Promise<boolean> {
    const { log } = this.#options;
    const flushed = await this.#guarded('history could not be written', () => this.buffer.flush(before, () => turn()));
    if (flushed && this.#failing) log.info({ minutes: this.buffer.minutes }, 'history is written again');
    this.#failing = !flushed;
    return flushed;
  }

  /** Packs step by step with rests in between, until all is packed or the next minute is due. */
  async #pack(): Promise<void> {
    const { store, clock, log } = this.#options;
    const { signal } = this.#stopping;
    const until = clock.monotonic() + minuteMs - 2 * graceMs;
    const onDamaged = ({ subject, level, start }: Chunk, error: unknown) =>
      log.error({ subject, level, start, err: error }, 'a chunk of history is damaged and left out');
    while (!signal.aborted && clock.monotonic() < until) {
      const began = clock.monotonic();
      const packed = await packHours(store, { now: clock.now() - packGraceMs, limit: packLimit, onDamaged });
      if (packed < packLimit) return;
      await delay(clock, Math.max(shortestRestMs, packRest * (clock.monotonic() - began)), signal);
    }
  }

  async #drop(): Promise<void> {
    const { store, clock, log, retention } = this.#options;
    const before = this.#droppedAt;
    const now = { wall: clock.now(), monotonic: clock.monotonic() };
    this.#droppedAt = now;
    const steppedMs = now.wall - before.wall - (now.monotonic - before.monotonic);
    if (Math.abs(steppedMs) > clockStepMs) {
      log.warn({ steppedMs: Math.round(steppedMs) }, 'the clock was set, so no history is dropped this hour');
      return;
    }
    // A minute that never found its way into an hour is kept as long as raw samples.
    const kept: readonly (readonly [ChunkLevel, number])[] = [
      ['minute', retention.rawMs],
      ['raw', retention.rawMs],
      ['fine', retention.fineMs],
      ['coarse', retention.coarseMs],
    ];
    for (const [level, keptMs] of kept) {
      // A chunk goes when its last moment is too old, not its first.
      const oldest = now.wall - keptMs - chunkSpanMs[level];
      while (!this.#stopping.signal.aborted && (await store.dropChunks(level, oldest, dropLimit)) > 0) await turn();
    }
  }

  async #guarded(message: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.#options.log.error({ err: error, minutes: this.buffer.minutes }, message);
      return false;
    }
  }
}
