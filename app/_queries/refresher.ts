import type { Clock } from '#lib/clock.ts';

/** What changes at once is read at once. */
const gatherMs = 300;
const shortestGapMs = 1_000;
/** Reading may take this share of the time at most: a fleet of thousands is a large answer. */
const largestShare = 0.2;

interface RefresherOptions {
  readonly clock: Clock;
  /** Reads everything that is on the page; never rejects. */
  readonly refresh: () => Promise<void>;
}

/** Has a page read again soon after something has changed, however often that is: never twice at once, and rarely where it takes long. */
export function createRefresher({ clock, refresh }: RefresherOptions): { readonly note: () => void; readonly stop: () => void } {
  let wanted = false;
  let isBusy = false;
  let stopped = false;
  let earliest = 0;
  const run = async () => {
    wanted = false;
    const startedAt = clock.monotonic();
    await refresh();
    const tookMs = clock.monotonic() - startedAt;
    earliest = clock.monotonic() + Math.max(shortestGapMs, tookMs * (1 / largestShare - 1));
    isBusy = false;
    if (wanted) schedule();
  };
  const schedule = () => {
    if (isBusy || stopped) return;
    isBusy = true;
    clock.setTimer(Math.max(gatherMs, earliest - clock.monotonic()), () => {
      if (!stopped) void run();
    });
  };
  return {
    note() {
      wanted = true;
      schedule();
    },
    stop() {
      stopped = true;
    },
  };
}
