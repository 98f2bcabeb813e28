import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks again and again until `check` returns without throwing, and returns its value.
 * Throws the last error after `withinMs`, naming what was waited for.
 */
export async function eventually<T>(what: string, withinMs: number, check: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`, { cause: error });
      await wait(100);
    }
  }
}
