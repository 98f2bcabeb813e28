import { setTimeout as delay } from 'node:timers/promises';
import type { OpenStore } from './open-store.ts';

/**
 * Yields the store's revision: at first as it is, then each time it has moved. Several commits may come as one. Polls the cheap
 * change hint every `everyMs` and reads the revision only where it moved. Ends when `signal` aborts; throws the store's errors.
 */
export async function* watchRevision(
  store: Pick<OpenStore, 'changeHint' | 'revision'>,
  { everyMs, signal }: { readonly everyMs: number; readonly signal: AbortSignal },
): AsyncGenerator<number, void, undefined> {
  let hint: number | undefined;
  let seen: number | undefined;
  while (!signal.aborted) {
    // The hint is taken before the revision: a commit in between then shows as one more look, never as a missed one.
    const newHint = store.changeHint();
    if (newHint !== hint) {
      hint = newHint;
      const revision = await store.revision();
      if (revision !== seen) {
        seen = revision;
        yield revision;
      }
    }
    if (!(await waited(everyMs, signal))) return;
  }
}

/** False where the signal ended the wait. */
async function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(ms, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
