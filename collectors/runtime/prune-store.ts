import type { Clock, Timer } from '#lib/clock.ts';
import type { Logger } from '#lib/log.ts';
import type { Store } from '#lib/store/store.ts';

const hourMs = 3_600_000;
/** Changes, events and tombstones are kept this long. A reader that was away for longer reads everything anew. */
const keptMs = 90 * 24 * hourMs;

/** Drops old rows once an hour, until disposed of. A failure is logged and tried again an hour later. */
export function startPruning(stores: readonly Pick<Store, 'prune'>[], clock: Clock, log: Logger): Disposable {
  let timer: Timer | undefined;
  let stopped = false;
  const schedule = () => {
    timer = clock.setTimer(hourMs, () => void prune());
  };
  const prune = async () => {
    try {
      for (const store of stores) await store.prune(clock.now() - keptMs);
    } catch (error) {
      log.error({ err: error }, 'old rows could not be dropped');
    }
    if (!stopped) schedule();
  };
  schedule();
  return {
    [Symbol.dispose]() {
      stopped = true;
      timer?.cancel();
    },
  };
}
