import type { AnyCollector } from '#collectors/collector.ts';
import type { Transport } from '#collectors/transport/transport.ts';
import type { BearerGate } from '#lib/auth/bearer-gate.ts';
import type { Clock } from '#lib/clock.ts';
import type { Target } from '#lib/config/schema.ts';
import type { Logger } from '#lib/log.ts';
import type { Store } from '#lib/store/store.ts';
import type { HistoryRecorderOptions } from './record-history.ts';
import type { Turns } from './turns.ts';

/** What a daemon is made of. */
export interface DaemonOptions {
  readonly registry: readonly AnyCollector[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: Store;
  readonly transportOf: (kind: Target['transport']) => Transport;
  readonly maxInFlight?: number;
  /** How pieces of work share the event loop; tests that move time by hand let each go on at once. */
  readonly turns?: Pick<Turns, 'next'>;
  /** Takes the samples of every tick; without it no history is kept. */
  readonly history?: HistoryRecorderOptions['sink'];
  /** Who may read /metrics; without it everybody. */
  readonly gate?: BearerGate;
  /** Metrics whose samples `currentSamples` gives. */
  readonly watched?: Iterable<string>;
}
