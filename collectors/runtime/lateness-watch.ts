import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/log.ts';
import { decideStretch, noStretch, type Stretch } from './decide-stretch.ts';
import type { HostSchedule } from './host-schedule.ts';

export interface LatenessOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Logger;
  /** Whether calls are the usual ones by now: the first of each host cost many times more. */
  readonly settled: () => boolean;
  /** Told of each tick, for the daemon's own metrics. */
  readonly onTick: (lateMs: number) => void;
}

const windowMs = 15_000;

/** Adds up how late ticks are and stretches all intervals while the daemon falls behind. */
export class LatenessWatch {
  readonly #options: LatenessOptions;
  #stretch: Stretch = noStretch;
  #windowStart: number;
  /** A window that began among first calls says nothing, even if they ended in it. */
  #counts = false;
  #ticks = 0;
  #lateMs = 0;
  #shortestMs = Number.POSITIVE_INFINITY;

  constructor(options: LatenessOptions) {
    this.#options = options;
    this.#windowStart = options.clock.monotonic();
  }

  /** By how much all intervals are longer. */
  get factor(): number {
    return this.#stretch.factor;
  }

  /** Takes one tick in: how long it waited for the daemon, in milliseconds. */
  note(lateMs: number, { pairs }: Pick<HostSchedule, 'pairs'>): void {
    const { clock, settled, onTick } = this.#options;
    onTick(lateMs);
    this.#ticks += 1;
    this.#lateMs += Math.max(0, lateMs);
    for (const { configuredMs } of pairs) this.#shortestMs = Math.min(this.#shortestMs, configuredMs);
    if (clock.monotonic() - this.#windowStart < windowMs) return;
    if (this.#counts) this.#decide();
    this.#counts = settled();
    this.#windowStart = clock.monotonic();
    this.#ticks = 0;
    this.#lateMs = 0;
  }

  #decide(): void {
    const window = { ticks: this.#ticks, lateMs: this.#lateMs };
    const { reason, ...stretch } = decideStretch(this.#stretch, window, this.#shortestMs);
    this.#stretch = stretch;
    if (reason === 'unchanged') return;
    const fields = { factor: stretch.factor, reason, meanLateMs: Math.round(window.lateMs / window.ticks), ticks: window.ticks };
    if (reason === 'behind') this.#options.log.warn(fields, 'intervals changed');
    else this.#options.log.info(fields, 'intervals changed');
  }
}
