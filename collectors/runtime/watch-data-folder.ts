import type { Clock, Timer } from '#lib/clock.ts';
import type { Logger } from '#lib/log.ts';
import { StoreError } from '#lib/store/store-error.ts';

const lookMs = 1_000;

export interface DataFolderWatch {
  /** Each throws a StoreError where its file is no longer the one that was opened. */
  readonly checks: readonly (() => void)[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Told once. The daemon cannot go on: what it writes would be lost, and another daemon may have the folder. */
  readonly onLost: (error: unknown) => void;
}

/** Looks every second whether the files of the data folder are still there, also while nothing is written; until disposed of. */
export function watchDataFolder({ checks, clock, log, onLost }: DataFolderWatch): Disposable {
  let timer: Timer | undefined;
  const look = () => {
    try {
      for (const check of checks) check();
      timer = clock.setTimer(lookMs, look);
    } catch (error) {
      const file = error instanceof StoreError ? error.file : null;
      log.fatal({ file, err: error }, 'a file of the data folder is gone: ending, so that the next start makes it anew');
      onLost(error);
    }
  };
  timer = clock.setTimer(lookMs, look);
  return { [Symbol.dispose]: () => timer?.cancel() };
}
