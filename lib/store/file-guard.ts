import { statSync } from 'node:fs';
import { StoreError } from './store-error.ts';

/** Knows whether what is open is still what stands at its path. */
export interface FileGuard {
  /** True, for good, from the first look that found the path without a file, or with another one. */
  isReplaced(): boolean;
  /** @throws StoreError `replaced` */
  check(): void;
}

/**
 * Watches over files that were opened just before. A file that is deleted while it is open lives on without a name: writes to it go on
 * succeeding, and are lost with the process. Its number cannot be given out again before that, so equal numbers mean the same file.
 *
 * A look is one stat per file, some microseconds, so there is one after every commit, and only then is it acknowledged. What remains: a
 * file that is removed after the look takes along what it held, as with any stopped program; and a file that was exchanged between
 * its opening and this call is taken for the open one.
 */
export function guardFiles(...files: readonly [string, ...string[]]): FileGuard {
  const known = files.map(identify);
  let replaced: string | undefined;
  const look = (): string | undefined => {
    replaced ??= files.find((file, index) => known[index] === undefined || identify(file) !== known[index]);
    return replaced;
  };
  return {
    isReplaced: () => look() !== undefined,
    check() {
      const file = look();
      if (file !== undefined) throw new StoreError('replaced', file, 'it was deleted, moved or exchanged while it was in use');
    },
  };
}

/** Device and number of the file at a path; undefined where there is none that we can see, which the next start could not either. */
function identify(file: string): string | undefined {
  try {
    const { dev, ino } = statSync(file, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
