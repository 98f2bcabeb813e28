import { type Clock, delay } from '#lib/clock.ts';
import type { Logger } from '#lib/log.ts';
import type { Store, TickCommit } from '#lib/store/store.ts';

/** Waits between the tries; after the last one the tick is given up, and the next scrape brings the same facts again. */
const waitsMs = [500, 2_000, 5_000];

export interface CommitDeps {
  readonly store: Pick<Store, 'commitTick'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Told how each try ended, and how long it took. */
  readonly onTry: (succeeded: boolean, tookMs: number) => void;
}

/** Writes one tick. Returns false where no try succeeded: the caller then must not let memory run ahead of the store. */
export async function commitWithRetries(
  { store, clock, log, onTry }: CommitDeps,
  tick: TickCommit,
  signal: AbortSignal,
): Promise<boolean> {
  for (let attempt = 0; ; attempt++) {
    const startedAt = clock.monotonic();
    try {
      await store.commitTick(tick);
      onTry(true, clock.monotonic() - startedAt);
      if (attempt > 0) log.info({ host: tick.host, attempt }, 'store commit succeeded again');
      return true;
    } catch (error) {
      onTry(false, clock.monotonic() - startedAt);
      const waitMs = signal.aborted ? undefined : waitsMs[attempt];
      log.error({ host: tick.host, err: error, attempt, retryInMs: waitMs }, 'store commit failed');
      if (waitMs === undefined) {
        log.error(
          { host: tick.host, collectors: tick.scrapes.map(({ collector }) => collector) },
          'tick given up, the store has the state before it',
        );
        return false;
      }
      await delay(clock, waitMs, signal);
    }
  }
}
